using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Tasks;

/// <summary>What came of one attempt at a task.</summary>
internal abstract record TaskOutcome
{
    private TaskOutcome()
    {
    }

    internal sealed record Succeeded(JsonValue Output) : TaskOutcome;

    /// <param name="Error">The error's name, which Retry and Catch look at.</param>
    /// <param name="Cause">What happened, for people; JSON text where a service answers with JSON.</param>
    internal sealed record Failed(string Error, string Cause) : TaskOutcome;
}
