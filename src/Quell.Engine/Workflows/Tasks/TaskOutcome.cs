using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Tasks;

/// <summary>What came of one attempt at a task.</summary>
internal abstract record TaskOutcome
{
    /// <summary>Bytes that a state's result may have as JSON text (developer guide, "Quotas related to task executions").</summary>
    public const int LargestResult = 262_144;

    private TaskOutcome()
    {
    }

    /// <summary>Success with the output, or <c>States.DataLimitExceeded</c> where it is too large.</summary>
    public static TaskOutcome Of(TaskResource resource, JsonValue output) =>
        output.ToUtf8().Length <= LargestResult ? new Succeeded(output) : TooLarge(resource);

    /// <summary>The failure of a task whose result is larger than <see cref="LargestResult"/>.</summary>
    public static Failed TooLarge(TaskResource resource) => new(
        "States.DataLimitExceeded",
        $"The state/task '{resource.NameInCauses}' returned a result with a size exceeding the maximum number of bytes service limit.");

    internal sealed record Succeeded(JsonValue Output) : TaskOutcome;

    /// <param name="Error">The error's name, which Retry and Catch look at.</param>
    /// <param name="Cause">What happened, for people; JSON text where a service answers with JSON.</param>
    internal sealed record Failed(string Error, string Cause) : TaskOutcome;
}
