using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Fails where a property of an answer has none of the desired values.</summary>
internal sealed class AwsAssertProperty() : RunbookAction("aws:assertAwsResourceProperty")
{
    /// <summary>One hour ("aws:assertAwsResourceProperty").</summary>
    public override TimeSpan? Timeout { get; } = TimeSpan.FromHours(1);

    public override void Enter(StepVisit visit)
    {
        _ = DesiredProperty.Of(visit.Inputs);
        ApiInputs.Of(visit.Inputs).Call(visit);
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var property = DesiredProperty.Of(visit.Inputs);
        var (found, isDesired) = property.Look(output);
        if (!isDesired)
        {
            var value = found is null ? $"nothing at {property.Selector}" : found.ToString();
            throw new StepException($"Property value from the API output is not in desired values: {value} is none of {property.Desired}")
            {
                Stage = FailureStage.PostVerification,
                Type = "Verification",
            };
        }

        visit.Succeed(output as JsonObject ?? JsonObject.Empty);
    }
}
