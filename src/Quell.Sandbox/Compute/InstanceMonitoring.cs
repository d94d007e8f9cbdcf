using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>Switching an instance's detailed monitoring on and off.</summary>
internal static class InstanceMonitoring
{
    public static OperationTable AddInstanceMonitoring(this OperationTable table) => table
        .AddEc2("MonitorInstances", "InstanceIds", (ec2, input) => Set(ec2, input, "pending", "enabled"))
        .AddEc2("UnmonitorInstances", "InstanceIds", (ec2, input) => Set(ec2, input, "disabling", "disabled"));

    private static JsonObject Set(Ec2Region ec2, JsonObject input, string answered, string state)
    {
        var instances = ec2.Need(Ec2Kinds.Instance, input.Texts("InstanceIds"));
        foreach (var instance in instances)
        {
            if (InstanceState.Of(instance) is "shutting-down" or "terminated")
            {
                throw new AwsException(
                    "IncorrectInstanceState",
                    $"The instance '{instance.String("InstanceId")}' is not in a state from which it can be monitored.");
            }

            ec2.Put(Ec2Kinds.Instance, instance.With("Monitoring", JsonObject.Of(("State", state))));
        }

        return JsonObject.Of(("InstanceMonitorings", JsonArray.From(instances.Select(instance => (JsonValue)JsonObject.Of(
            ("InstanceId", instance["InstanceId"]), ("Monitoring", JsonObject.Of(("State", answered))))))));
    }
}
