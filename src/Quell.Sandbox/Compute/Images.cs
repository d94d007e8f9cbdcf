using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Storage;

namespace Quell.Sandbox.Compute;

/// <summary>
/// Amazon machine images: what the snapshots of an instance's volumes, or other snapshots, are registered as. An id that was
/// deregistered is remembered among the kind's attributes, so that nothing is launched from it again.
/// </summary>
internal static class Images
{
    private const string Deregistered = "Deregistered";

    private static readonly Transition Completing = new("ec2:image-available", Ec2Kinds.Image, TimeSpan.FromSeconds(4), (ec2, image) =>
        Tell(ec2, ec2.Put(Ec2Kinds.Image, image.With("State", "available"))));

    public static OperationTable AddImages(this OperationTable table) => table
        .Add(Completing)
        .AddEc2("CreateImage", "InstanceId Name Description NoReboot BlockDeviceMappings TagSpecifications", CreateImage)
        .AddEc2("DeregisterImage", "ImageId DeleteAssociatedSnapshots", DeregisterImage);

    /// <summary>Stores an image in its first state.</summary>
    public static JsonObject New(Ec2Region ec2, JsonObject more)
    {
        var name = ImageName.Check(ec2, more.Text("Name"));
        var image = ec2.Put(Ec2Kinds.Image, JsonObject.Of(
            ("Architecture", "x86_64"),
            ("CreationDate", ec2.NowText),
            ("ImageId", ec2.NewId(Ec2Kinds.Image.Prefix)),
            ("ImageLocation", $"{ec2.OwnerId}/{name}"),
            ("ImageType", "machine"),
            ("OwnerId", ec2.OwnerId),
            ("PlatformDetails", "Linux/UNIX"),
            ("UsageOperation", "RunInstances"),
            ("ProductCodes", JsonArray.Empty),
            ("State", "pending"),
            ("EnaSupport", true),
            ("Hypervisor", "xen"),
            ("RootDeviceType", "ebs"),
            ("SriovNetSupport", "simple"),
            ("VirtualizationType", "hvm")).Merge(more));
        Completing.Begin(ec2, image);
        return image;
    }

    /// <summary>The account's image that is made of the snapshot; null where none is.</summary>
    public static JsonObject? With(Ec2Region ec2, string snapshotId) =>
        ec2.All(Ec2Kinds.Image).FirstOrDefault(image => SnapshotsOf(image).Contains(snapshotId));

    public static IEnumerable<string> SnapshotsOf(JsonObject image) =>
        image.Array("BlockDeviceMappings").Objects.Select(mapping => mapping.Object("Ebs")?.String("SnapshotId")).OfType<string>();

    /// <summary>
    /// The image with the id, the account's own or shared with it; null for an id that the sandbox has not made, which stands for
    /// any of AWS's images.
    /// </summary>
    /// <exception cref="AwsException">It is not there yet or not any more.</exception>
    public static JsonObject? ToLaunch(Ec2Region ec2, string id)
    {
        if (IsDeregistered(ec2, id))
        {
            throw new AwsException("InvalidAMIID.Unavailable", $"The image ID '{id}' is no longer available");
        }

        var image = ImageListing.Visible(ec2).FirstOrDefault(image => image.String("ImageId") == id);
        return image is null || image.String("State") == "available"
            ? image
            : throw new AwsException("InvalidAMIID.Unavailable", $"The image ID '{id}' is not available");
    }

    /// <summary>Whether any account had the image, which may have been shared, and has it no more.</summary>
    private static bool IsDeregistered(Ec2Region ec2, string id) => ec2.Transaction.State.Current.ScopesOf(Ec2Kinds.Image.Type + "-attributes")
        .Any(scope => scope.Region == ec2.Scope.Region && ec2.At(scope).Attributes(Ec2Kinds.Image, id).Has(Deregistered));

    private static JsonObject CreateImage(Ec2Region ec2, JsonObject input)
    {
        // NoReboot decides about a reboot that leaves no trace in the sandbox: an instance runs before, meanwhile and after.
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        if (InstanceState.Of(instance) is not ("running" or "stopped"))
        {
            throw new AwsException(
                "IncorrectInstanceState", $"The instance '{instance.String("InstanceId")}' is not in the 'running' or 'stopped' state.");
        }

        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Image, Ec2Kinds.Snapshot.Name);
        var snapshotTags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Snapshot, Ec2Kinds.Image.Name);
        var image = New(ec2, JsonObject.Of(
            ("Name", input["Name"]),
            ("Description", input["Description"] ?? ""),
            ("Architecture", instance["Architecture"]),
            ("RootDeviceName", instance["RootDeviceName"]),
            ("SourceInstanceId", instance["InstanceId"]),
            ("Tags", tags)));
        var mappings = ImageMappings.OfInstance(ec2, instance, input.Array("BlockDeviceMappings"), image, snapshotTags);
        ec2.Put(Ec2Kinds.Image, image.With("BlockDeviceMappings", mappings));
        return JsonObject.Of(("ImageId", image["ImageId"]));
    }

    private static JsonObject DeregisterImage(Ec2Region ec2, JsonObject input)
    {
        var image = ec2.Need(Ec2Kinds.Image, input.Text("ImageId"));
        ec2.Delete(Ec2Kinds.Image, image);
        ec2.PutAttributes(Ec2Kinds.Image, image.Text("ImageId"), JsonObject.Of((Deregistered, true)));
        Tell(ec2, image.With("State", "deregistered"));
        return Inputs.Return.With(
            "DeleteSnapshotResults", input.Bool("DeleteAssociatedSnapshots") == true ? DeleteSnapshots(ec2, image) : null);
    }

    private static JsonArray DeleteSnapshots(Ec2Region ec2, JsonObject image) => JsonArray.From(
        SnapshotsOf(image).Distinct().ToList().Select(id =>
        {
            var snapshot = With(ec2, id) is null ? ec2.Find(Ec2Kinds.Snapshot, id) : null;
            if (snapshot is not null)
            {
                Snapshots.Remove(ec2, snapshot);
            }

            return (JsonValue)JsonObject.Of(("SnapshotId", id), ("ReturnCode", snapshot is null ? "skipped" : "success"));
        }));

    /// <summary>The event of a state that was entered (EC2 User Guide, "Monitor AMI events using Amazon EventBridge").</summary>
    private static void Tell(Ec2Region ec2, JsonObject image) => ec2.Transaction.Emit(
        ec2.Scope,
        "aws.ec2",
        "EC2 AMI State Change",
        [$"arn:{ec2.Scope.Partition}:ec2:{ec2.Scope.Region}::image/{image.String("ImageId")}"],
        JsonObject.Of(
            ("RequestId", ec2.RequestId), ("ImageId", image["ImageId"]), ("State", image["State"]), ("ErrorMessage", "")));
}
