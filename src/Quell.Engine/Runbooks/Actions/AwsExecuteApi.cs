using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Calls an API; its outputs are what the author selects from the answer.</summary>
internal sealed class AwsExecuteApi() : RunbookAction("aws:executeAwsApi")
{
    public override TimeSpan? Timeout => LongestTimeout;

    /// <summary>25 seconds ("aws:executeAwsApi").</summary>
    public override TimeSpan? LongestTimeout { get; } = TimeSpan.FromSeconds(25);

    public override void Enter(StepVisit visit) => ApiInputs.Of(visit.Inputs).Call(visit);

    public override void Answered(StepVisit visit, Work work, JsonValue output) => visit.Succeed(output as JsonObject ?? JsonObject.Empty);
}
