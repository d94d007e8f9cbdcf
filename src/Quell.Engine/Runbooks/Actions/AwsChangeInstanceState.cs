using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Starts, stops or terminates instances, or only looks, and waits until they are in the state ("aws:changeInstanceState").</summary>
internal sealed class AwsChangeInstanceState() : RunbookAction("aws:changeInstanceState")
{
    /// <summary>3,600 seconds ("aws:changeInstanceState").</summary>
    public override TimeSpan? Timeout { get; } = TimeSpan.FromHours(1);

    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        var instances = visit.Inputs.List("InstanceIds");
        var operation = visit.Inputs.Text("DesiredState") switch
        {
            "running" => "StartInstances",
            "stopped" => "StopInstances",
            "terminated" => "TerminateInstances",
            var other => throw StepException.Inputs($"DesiredState is {other}; it is running, stopped or terminated"),
        };
        if (visit.Inputs.Flag("CheckStateOnly"))
        {
            InstanceWatch.Look(visit, instances);
            return;
        }

        var parameters = JsonObject.Of(("InstanceIds", JsonArray.From(instances)), ("AdditionalInfo", visit.Inputs.TextOrNull("AdditionalInfo")));
        visit.Call("ec2", operation, operation == "StopInstances" && visit.Inputs.Flag("Force") ? parameters.With("Force", true) : parameters);
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var instances = visit.Inputs.List("InstanceIds");
        if (work.Spec.String("api") is not ("DescribeInstances" or "DescribeInstanceStatus"))
        {
            InstanceWatch.Look(visit, instances);
        }
        else if (InstanceWatch.Take(visit, instances, visit.Inputs.Text("DesiredState"), output as JsonObject ?? JsonObject.Empty) is { } states)
        {
            var outputs = JsonObject.Of(("InstanceStates", JsonArray.From(states)));
            visit.Succeed(outputs, outputs);
        }
    }

    public override void Due(StepVisit visit) => InstanceWatch.Look(visit, visit.Inputs.List("InstanceIds"));
}
