using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>Starting, stopping, rebooting and terminating instances.</summary>
internal static class Instances
{
    public static OperationTable AddInstances(this OperationTable table) => table
        .AddEc2("StartInstances", "InstanceIds", StartInstances)
        .AddEc2("StopInstances", "InstanceIds Force", StopInstances)
        .AddEc2("RebootInstances", "InstanceIds", RebootInstances)
        .AddEc2("TerminateInstances", "InstanceIds", TerminateInstances);

    private static JsonObject StartInstances(Ec2Region ec2, JsonObject input) =>
        Move(ec2, input, "StartingInstances", (id, state) => state switch
        {
            "stopped" => "pending",
            "pending" or "running" => null,
            _ => throw new AwsException(
                "IncorrectInstanceState", $"The instance '{id}' is not in a state from which it can be started."),
        });

    private static JsonObject StopInstances(Ec2Region ec2, JsonObject input)
    {
        Refuse(ec2, input, "DisableApiStop", "stopped");
        return Move(ec2, input, "StoppingInstances", (id, state) => state switch
        {
            "running" => "stopping",
            "stopping" or "stopped" => null,
            _ => throw new AwsException(
                "IncorrectInstanceState", $"This instance '{id}' is not in a state from which it can be stopped."),
        });
    }

    private static JsonObject TerminateInstances(Ec2Region ec2, JsonObject input)
    {
        Refuse(ec2, input, "DisableApiTermination", "terminated");
        return Move(
            ec2, input, "TerminatingInstances", (_, state) => state is "shutting-down" or "terminated" ? null : "shutting-down");
    }

    private static JsonObject RebootInstances(Ec2Region ec2, JsonObject input)
    {
        foreach (var instance in ec2.Need(Ec2Kinds.Instance, input.Texts("InstanceIds")))
        {
            if (InstanceState.Of(instance) is not ("running" or "pending"))
            {
                throw new AwsException(
                    "IncorrectInstanceState",
                    $"The instance '{instance.String("InstanceId")}' is not in a state from which it can be rebooted.");
            }
        }

        return JsonObject.Empty;
    }

    /// <exception cref="AwsException">An instance is protected by the attribute.</exception>
    private static void Refuse(Ec2Region ec2, JsonObject input, string attribute, string verb)
    {
        foreach (var instance in ec2.Need(Ec2Kinds.Instance, input.Texts("InstanceIds")))
        {
            var id = instance.Text("InstanceId");
            if (ec2.Attributes(Ec2Kinds.Instance, id).Bool(attribute) == true)
            {
                throw new AwsException(
                    "OperationNotPermitted",
                    $"The instance '{id}' may not be {verb}. Modify its '{char.ToLowerInvariant(attribute[0])}{attribute[1..]}' instance attribute and try again.");
            }
        }
    }

    /// <param name="ec2">Where.</param>
    /// <param name="input">Names the instances.</param>
    /// <param name="output">The output's list.</param>
    /// <param name="next">The state that the instance with the id enters from a state; null to stay. Refuses where neither is possible.</param>
    private static JsonObject Move(Ec2Region ec2, JsonObject input, string output, Func<string, string, string?> next) =>
        JsonObject.Of((output, JsonArray.From(ec2.Need(Ec2Kinds.Instance, input.Texts("InstanceIds")).Select(instance =>
        {
            var id = instance.Text("InstanceId");
            var before = InstanceState.Of(instance);
            var after = next(id, before);
            if (after is not null)
            {
                InstanceState.Enter(ec2, WithReason(ec2, instance, after), after);
            }

            return JsonObject.Of(
                ("InstanceId", id),
                ("CurrentState", InstanceState.Named(after ?? before)),
                ("PreviousState", InstanceState.Named(before)));
        }))));

    private static JsonObject WithReason(Ec2Region ec2, JsonObject instance, string state) => state == "pending"
        ? instance.With("LaunchTime", ec2.NowText).With("StateTransitionReason", "").Without("StateReason")
        : instance
            .With("StateTransitionReason", $"User initiated ({ec2.NowText[..10]} {ec2.NowText[11..19]} GMT)")
            .With("StateReason", JsonObject.Of(
                ("Code", "Client.UserInitiatedShutdown"),
                ("Message", "Client.UserInitiatedShutdown: User initiated shutdown")));
}
