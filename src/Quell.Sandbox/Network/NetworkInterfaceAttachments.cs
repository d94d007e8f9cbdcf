using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Network interfaces at instances.</summary>
internal static class NetworkInterfaceAttachments
{
    public static OperationTable AddNetworkInterfaceAttachments(this OperationTable table) => table
        .AddEc2("AttachNetworkInterface", "NetworkInterfaceId InstanceId DeviceIndex", AttachNetworkInterface)
        .AddEc2("DetachNetworkInterface", "AttachmentId Force", DetachNetworkInterface);

    /// <summary>Attaches the interface; the instance is refreshed by the caller.</summary>
    /// <returns>The attachment's id.</returns>
    public static string Attach(Ec2Region ec2, JsonObject item, string instanceId, long deviceIndex, bool deleteOnTermination)
    {
        var id = ec2.NewId("eni-attach-");
        ec2.Put(Ec2Kinds.NetworkInterface, item.With("Status", "in-use").With("Attachment", JsonObject.Of(
            ("AttachTime", ec2.NowText),
            ("AttachmentId", id),
            ("DeleteOnTermination", deleteOnTermination),
            ("DeviceIndex", deviceIndex),
            ("NetworkCardIndex", 0),
            ("InstanceId", instanceId),
            ("InstanceOwnerId", ec2.OwnerId),
            ("Status", "attached"))));
        return id;
    }

    public static void Detach(Ec2Region ec2, JsonObject item) =>
        ec2.Put(Ec2Kinds.NetworkInterface, item.With("Status", "available").Without("Attachment"));

    public static AwsException NotFound(string id) =>
        new("InvalidAttachmentID.NotFound", $"The networkInterface attachment ID '{id}' does not exist");

    private static JsonObject AttachNetworkInterface(Ec2Region ec2, JsonObject input)
    {
        var item = ec2.Need(Ec2Kinds.NetworkInterface, input.Text("NetworkInterfaceId"));
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        var id = instance.Text("InstanceId");
        var index = input.Long("DeviceIndex") ?? 0;
        if (item.Has("Attachment"))
        {
            throw new AwsException("InvalidNetworkInterface.InUse", $"Interface: [{item.String("NetworkInterfaceId")}] in use.");
        }

        if (InstanceState.Of(instance) is not ("running" or "stopped"))
        {
            throw new AwsException("IncorrectState", $"Instance '{id}' is not 'running' or 'stopped'.");
        }

        if (instance.Object("Placement")?.String("AvailabilityZone") != item.String("AvailabilityZone"))
        {
            throw new AwsException(
                "InvalidParameterCombination",
                "You may not attach a network interface to an instance if they are not in the same availability zone");
        }

        if (InstanceInterfaces.Of(ec2, id).Any(other => other.Object("Attachment")?.Long("DeviceIndex") == index))
        {
            throw Inputs.Invalid($"Instance '{id}' already has an interface attached at device index '{index}'.");
        }

        var attachment = Attach(ec2, item, id, index, deleteOnTermination: false);
        InstanceInterfaces.Refresh(ec2, id);
        return JsonObject.Of(("AttachmentId", attachment), ("NetworkCardIndex", 0));
    }

    private static JsonObject DetachNetworkInterface(Ec2Region ec2, JsonObject input)
    {
        var id = input.Text("AttachmentId");
        var item = ec2.All(Ec2Kinds.NetworkInterface)
            .FirstOrDefault(item => item.Object("Attachment")?.String("AttachmentId") == id) ?? throw NotFound(id);
        var attachment = item.Object("Attachment")!;
        if (attachment.Long("DeviceIndex") == 0 || !attachment.Has("InstanceId"))
        {
            throw new AwsException(
                "OperationNotPermitted", "The network interface at device index 0 and networkCard index 0 cannot be detached.");
        }

        Detach(ec2, item);
        InstanceInterfaces.Refresh(ec2, attachment.Text("InstanceId"));
        return JsonObject.Empty;
    }
}
