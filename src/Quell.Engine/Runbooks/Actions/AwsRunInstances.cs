using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Launches instances and waits until they are ready to be used ("aws:runInstances").</summary>
internal sealed class AwsRunInstances() : RunbookAction("aws:runInstances")
{
    private const string Instances = "instances";
    private const string Verifying = "verifying launched instance(s) are ready to be used";

    /// <summary>"Troubleshooting Systems Manager Automation", "Execution started, but timed out".</summary>
    public override string Doing => Verifying;

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        var profile = JsonObject.Of(("Arn", inputs.TextOrNull("IamInstanceProfileArn")), ("Name", inputs.TextOrNull("IamInstanceProfileName")));
        var parameters = inputs.Without("MinInstanceCount", "MaxInstanceCount", "IamInstanceProfileArn", "IamInstanceProfileName", "Monitoring", "InstanceType").Merge(JsonObject.Of(
            ("ImageId", inputs.Text("ImageId")),
            ("InstanceType", inputs.TextOrNull("InstanceType") ?? "m1.small"),
            ("MinCount", inputs.Whole("MinInstanceCount") ?? 1),
            ("MaxCount", inputs.Whole("MaxInstanceCount") ?? 1),
            ("IamInstanceProfile", profile.Count > 0 ? profile : null),
            ("Monitoring", inputs.Flag("Monitoring") ? JsonObject.Of(("Enabled", true)) : null)));
        visit.Call("ec2", "RunInstances", parameters);
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var answer = output as JsonObject ?? JsonObject.Empty;
        if (work.Spec.String("api") == "RunInstances")
        {
            var launched = JsonArray.From(answer.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? ""));
            visit.Progress = visit.Progress.With(Instances, launched);
            InstanceWatch.Look(visit, Launched(visit));
        }
        else if (InstanceWatch.Take(visit, Launched(visit), "running", answer) is { } states)
        {
            var outputs = JsonObject.Of(("InstanceIds", visit.Progress.Array(Instances)), ("InstanceStates", JsonArray.From(states)));
            visit.Succeed(outputs, outputs);
        }
    }

    public override void Failed(StepVisit visit, Work work, string? error, string? cause)
    {
        if (work.Spec.String("api") == "RunInstances")
        {
            // "Troubleshooting Systems Manager Automation", "Action-specific failures".
            throw new StepException($"Get Exception from RunInstances API of ec2 Service. Exception Message from RunInstances API: [{cause} (Service: AmazonEC2; Error Code: {error})]")
            {
                Error = error,
                Doing = "launching the instance(s)",
                Type = ServiceFailure.Of(work, error, cause, Doing).Type,
            };
        }

        if (error == "InvalidInstanceID.NotFound")
        {
            // Just launched, and not yet known everywhere.
            Poll.Wait(visit);
            return;
        }

        base.Failed(visit, work, error, cause);
    }

    public override void Due(StepVisit visit) => InstanceWatch.Look(visit, Launched(visit));

    private static ImmutableArray<string> Launched(StepVisit visit) => [.. visit.Progress.Array(Instances).Strings];
}
