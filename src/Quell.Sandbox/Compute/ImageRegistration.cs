using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Storage;

namespace Quell.Sandbox.Compute;

/// <summary>RegisterImage, of snapshots; and CopyImage, with a copy of each snapshot.</summary>
internal static class ImageRegistration
{
    private static readonly string[] Architectures = ["i386", "x86_64", "arm64", "x86_64_mac", "arm64_mac"];

    public static OperationTable AddImageRegistration(this OperationTable table) => table
        .AddEc2(
            "RegisterImage",
            "Name Description Architecture RootDeviceName BlockDeviceMappings VirtualizationType EnaSupport SriovNetSupport BootMode "
            + "ImdsSupport TagSpecifications",
            RegisterImage)
        .AddEc2(
            "CopyImage",
            "SourceRegion SourceImageId Name Description Encrypted KmsKeyId CopyImageTags TagSpecifications ClientToken",
            CopyImage);

    private static JsonObject RegisterImage(Ec2Region ec2, JsonObject input)
    {
        var root = input.String("RootDeviceName") ?? "/dev/sda1";
        var mappings = input.Array("BlockDeviceMappings").Objects.Where(mapping => !mapping.Has("VirtualName"))
            .Select(mapping => ImageMappings.Read(ec2, mapping)).ToList();
        if (mappings.Find(mapping => mapping.String("DeviceName") == root)?.Object("Ebs")?.Has("SnapshotId") != true)
        {
            throw new AwsException("InvalidBlockDeviceMapping", $"The root device '{root}' must be mapped to a snapshot.");
        }

        var architecture = input.String("Architecture") ?? "i386";
        if (!Architectures.Contains(architecture))
        {
            throw Inputs.InvalidValue(architecture, "architecture", $"Expected one of: {string.Join(", ", Architectures)}.");
        }

        // Beside these, what describes the image is taken over as it was given.
        var image = Images.New(ec2, JsonObject.Of(
            ("Name", input["Name"]),
            ("Description", input["Description"]),
            ("Architecture", architecture),
            ("RootDeviceName", root),
            ("BlockDeviceMappings", JsonArray.From(mappings)),
            ("VirtualizationType", input["VirtualizationType"] ?? "paravirtual"),
            ("EnaSupport", input["EnaSupport"] ?? false),
            ("SriovNetSupport", input["SriovNetSupport"] ?? "simple"),
            ("BootMode", input["BootMode"]),
            ("ImdsSupport", input["ImdsSupport"]),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.Image))));
        return JsonObject.Of(("ImageId", image["ImageId"]));
    }

    private static JsonObject CopyImage(Ec2Region ec2, JsonObject input)
    {
        var from = ec2.At(ec2.Scope with { Region = input.Text("SourceRegion") });
        var id = input.Text("SourceImageId");
        Ec2Kinds.Image.RefuseMalformed(id);
        var source = Images.ToLaunch(from, id) ?? throw Ec2Kinds.Image.NotFound(id);
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Image, Ec2Kinds.Snapshot.Name);
        var snapshotTags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Snapshot, Ec2Kinds.Image.Name);
        var copies = source.Array("BlockDeviceMappings").Objects
            .Select(mapping => Copied(ec2, from, mapping, input, snapshotTags)).ToList();
        var image = Images.New(ec2, source.Without("ImageId").Without("OwnerId").Without("ImageLocation").Without("CreationDate")
            .Without("State").Without("SourceInstanceId").Without("Tags").Merge(JsonObject.Of(
                ("Name", input["Name"]),
                ("Description", input["Description"] ?? $"[Copied {id} from {from.Scope.Region}]"),
                ("BlockDeviceMappings", JsonArray.From(copies)),
                ("SourceImageId", id),
                ("SourceImageRegion", from.Scope.Region),
                ("Tags", input.Bool("CopyImageTags") == true ? ResourceTags.Add(ec2, tags, UserTags(source)) : tags))));
        return JsonObject.Of(("ImageId", image["ImageId"]));
    }

    private static JsonArray UserTags(JsonObject source) => JsonArray.From(
        source.Array("Tags").Objects.Where(tag => tag.String("Key")?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == false));

    private static JsonObject Copied(Ec2Region ec2, Ec2Region from, JsonObject mapping, JsonObject input, JsonArray tags)
    {
        var ebs = mapping.Object("Ebs") ?? JsonObject.Empty;
        if (ebs.String("SnapshotId") is not { } id)
        {
            return mapping;
        }

        // Who may launch an image may copy what it is made of, whoever has the snapshots.
        var source = from.InAllAccounts(Ec2Kinds.Snapshot).First(entry => entry.Resource.String("SnapshotId") == id).Resource;
        var wanted = JsonObject.Of(
            ("Encrypted", input["Encrypted"]), ("KmsKeyId", input["KmsKeyId"]), ("Description", $"Copied for CopyImage of {input.String("SourceImageId")}"));
        var copy = SnapshotCopies.Copy(ec2, from, source, wanted, tags);
        return mapping.With("Ebs", ebs.With("SnapshotId", copy["SnapshotId"]).With("Encrypted", copy["Encrypted"]));
    }
}
