using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Scripts;

/// <summary>
/// One run of a script, as a step <c>aws:executeScript</c> describes it (Systems Manager User Guide, "aws:executeScript – Run a
/// script"). It is not started twice: a retry is another run with the next <see cref="Attempt"/>.
/// </summary>
internal sealed record ScriptRun
{
    /// <summary><c>python3.6</c> to <c>python3.14</c>, <c>PowerShell Core 6.0</c>, <c>PowerShell 7.0</c> and later.</summary>
    public required string Runtime { get; init; }

    /// <summary>The script's text; empty where the attachment is the script.</summary>
    public string Script { get; init; } = "";

    /// <summary>
    /// Python: the function that is called, <c>name</c> in the script, or <c>file.name</c> in the attachment. PowerShell has none.
    /// </summary>
    public string? Handler { get; init; }

    /// <summary>What the handler gets as <c>events</c>; for PowerShell the variable <c>InputPayload</c>, as JSON.</summary>
    public JsonObject InputPayload { get; init; } = JsonObject.Empty;

    /// <summary>The attached file that the step names: a script, or a zip with scripts; null for none.</summary>
    public ScriptAttachment? Attachment { get; init; }

    /// <summary>How long it may take in all. AWS allows 600 seconds.</summary>
    public TimeSpan Timeout { get; init; } = ScriptLimits.LongestRun;

    /// <summary>Account and region whose default it gets.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Who its calls are made as: the session of the runbook's role; null for a script without credentials, whose calls fail.</summary>
    public Principal? Principal { get; init; }

    /// <summary>The execution that its calls belong to.</summary>
    public required CallCause Cause { get; init; }

    /// <summary>Counts from 1; each attempt's calls make ids of their own.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether this attempt may have been begun before, by a process that died meanwhile: calls that it made then are answered as they were.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Called with each line that it prints, as it comes, on one thread at a time; null for nowhere.</summary>
    public Action<string>? Print { get; init; }
}

/// <summary>A file that is attached to a runbook.</summary>
/// <param name="Name">As the step names it, <c>library.zip</c>.</param>
internal sealed record ScriptAttachment(string Name, ReadOnlyMemory<byte> Content);
