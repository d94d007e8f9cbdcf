using Quell.Engine.Json;

namespace Quell.Scripts;

/// <summary>What came of a script.</summary>
/// <param name="Payload">What it returned; null exactly where it failed. A script that returns nothing gives JSON's null.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
/// <param name="Output">What it printed, as far as it is kept: the first lines, and the last ones of a flood.</param>
internal sealed record ScriptResult(JsonValue? Payload, ScriptFault? Fault, string Output, TimeSpan Duration);

/// <summary>Why a script failed.</summary>
/// <param name="Kind">What went wrong, for choosing what to do.</param>
/// <param name="Type">The type of the exception, <c>KeyError</c>, or what Quell calls it, <c>Script.Timeout</c>.</param>
/// <param name="Message">For people, without a line break at the end.</param>
/// <param name="Line">The line of <see cref="ScriptRun.Script"/>, counted from 1, where it happened; null where it is not of the script.</param>
/// <param name="Traceback">The calls that led there, as the language prints them; empty where there are none.</param>
internal sealed record ScriptFault(ScriptFaultKind Kind, string Type, string Message, int? Line = null, string Traceback = "");

/// <summary>Whose fault it is.</summary>
internal enum ScriptFaultKind
{
    /// <summary>The script threw, could not be read, or returned what is no JSON.</summary>
    Script,

    /// <summary>It took longer than it may.</summary>
    Timeout,

    /// <summary>It went over another limit, and was killed for it.</summary>
    Limit,

    /// <summary>The machine lacks what it needs, <c>pwsh</c> for example.</summary>
    Environment,

    /// <summary>It was stopped: the step was cancelled, or Quell ends.</summary>
    Stopped,
}
