using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Calls an API until a property of its answer has one of the desired values.</summary>
internal sealed class AwsWaitForProperty() : RunbookAction("aws:waitForAwsResourceProperty")
{
    /// <summary>One hour ("aws:waitForAwsResourceProperty").</summary>
    public override TimeSpan? Timeout { get; } = TimeSpan.FromHours(1);

    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        _ = DesiredProperty.Of(visit.Inputs);
        Due(visit);
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        if (DesiredProperty.Of(visit.Inputs).Look(output).IsDesired)
        {
            visit.Succeed(output as JsonObject ?? JsonObject.Empty);
        }
        else
        {
            Poll.Wait(visit);
        }
    }

    public override void Due(StepVisit visit) => ApiInputs.Of(visit.Inputs).Call(visit);
}
