using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>Attaching volumes to instances. An attachment is there, or gone, as soon as the call is answered.</summary>
internal static class VolumeAttachments
{
    /// <summary>To how many instances a volume with Multi-Attach can be attached.</summary>
    private const int MostInstances = 16;

    public static OperationTable AddVolumeAttachments(this OperationTable table) => table
        .AddEc2("AttachVolume", "VolumeId InstanceId Device", AttachVolume)
        .AddEc2("DetachVolume", "VolumeId InstanceId Device Force", DetachVolume);

    /// <summary>Attaches the volume; the instance is refreshed by the caller.</summary>
    /// <returns>The attachment.</returns>
    public static JsonObject Attach(Ec2Region ec2, JsonObject volume, string instanceId, string device, bool deleteOnTermination)
    {
        var attachment = JsonObject.Of(
            ("DeleteOnTermination", deleteOnTermination),
            ("VolumeId", volume["VolumeId"]),
            ("InstanceId", instanceId),
            ("Device", device),
            ("State", "attached"),
            ("AttachTime", ec2.NowText));
        ec2.Put(Ec2Kinds.Volume, volume
            .With("State", "in-use").With("Attachments", new JsonArray(volume.Array("Attachments").Items.Add(attachment))));
        return attachment;
    }

    public static void Detach(Ec2Region ec2, JsonObject volume, JsonObject attachment)
    {
        var rest = volume.Array("Attachments").Items.Remove(attachment);
        ec2.Put(Ec2Kinds.Volume, volume.With("Attachments", new JsonArray(rest)).With("State", rest.IsEmpty ? "available" : "in-use"));
    }

    private static JsonObject AttachVolume(Ec2Region ec2, JsonObject input)
    {
        var volume = ec2.Need(Ec2Kinds.Volume, input.Text("VolumeId"));
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        var (id, device) = (instance.Text("InstanceId"), input.Text("Device"));
        CheckVolume(volume, id);
        if (InstanceState.Of(instance) is not ("running" or "stopped" or "pending" or "stopping"))
        {
            throw new AwsException("IncorrectState", $"Instance '{id}' is not 'running'.");
        }

        if (instance.Object("Placement")?.String("AvailabilityZone") != volume.String("AvailabilityZone"))
        {
            throw new AwsException(
                "InvalidVolume.ZoneMismatch", $"The volume '{volume.String("VolumeId")}' is not in the same availability zone as instance '{id}'");
        }

        if (InstanceVolumes.Of(ec2, id).Any(item => item.Attachment.String("Device") == device))
        {
            throw Inputs.Invalid($"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");
        }

        var attachment = Attach(ec2, volume, id, device, deleteOnTermination: false);
        InstanceVolumes.Refresh(ec2, id);
        return attachment.With("State", "attaching");
    }

    private static void CheckVolume(JsonObject volume, string instanceId)
    {
        var (id, attachments) = (volume.String("VolumeId"), volume.Array("Attachments"));
        if (volume.String("State") is not ("available" or "in-use"))
        {
            throw new AwsException("IncorrectState", $"{id} is not 'available'.");
        }

        var most = volume.Bool("MultiAttachEnabled") == true ? MostInstances : 1;
        if (attachments.Count >= most || attachments.Objects.Any(item => item.String("InstanceId") == instanceId))
        {
            throw new AwsException("VolumeInUse", $"{id} is already attached to an instance");
        }
    }

    private static JsonObject DetachVolume(Ec2Region ec2, JsonObject input)
    {
        var volume = ec2.Need(Ec2Kinds.Volume, input.Text("VolumeId"));
        var attachment = Find(volume, input);
        var instance = ec2.Need(Ec2Kinds.Instance, attachment.Text("InstanceId"));

        // Force is for a guest that does not let go of the volume; the sandbox's always do.
        if (attachment.String("Device") == instance.String("RootDeviceName") && InstanceState.Of(instance) != "stopped")
        {
            throw new AwsException(
                "OperationNotPermitted",
                $"Unable to detach root volume '{volume.String("VolumeId")}' from instance '{instance.String("InstanceId")}'");
        }

        Detach(ec2, volume, attachment);
        InstanceVolumes.Refresh(ec2, instance.Text("InstanceId"));
        return attachment.With("State", "detaching");
    }

    private static JsonObject Find(JsonObject volume, JsonObject input)
    {
        var (id, instanceId, device) = (volume.String("VolumeId"), input.String("InstanceId"), input.String("Device"));
        var attachments = volume.Array("Attachments").Objects.ToList();
        if (attachments.Count == 0)
        {
            throw new AwsException("IncorrectState", $"Volume '{id}' is in the '{volume.String("State")}' state.");
        }

        if (attachments.Count > 1 && instanceId is null)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter instanceId for a volume with Multi-Attach.");
        }

        return attachments.Find(item => (instanceId ?? item.String("InstanceId")) == item.String("InstanceId")
                && (device ?? item.String("Device")) == item.String("Device"))
            ?? throw new AwsException(
                "InvalidAttachment.NotFound", $"The volume '{id}' is not attached to instance '{instanceId}' as device '{device}'.");
    }
}
