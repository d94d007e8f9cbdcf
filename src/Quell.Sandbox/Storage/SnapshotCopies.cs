using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>CopySnapshot: within a region, from another, or of a snapshot that another account shares.</summary>
internal static class SnapshotCopies
{
    /// <summary>The volume that copies name, which is none (EC2 API Reference, "CopySnapshot").</summary>
    private const string NoVolume = "vol-ffffffff";

    // DestinationRegion and PresignedUrl are what SDKs add so that the source's region can check the caller. The region that
    // is called is the destination in any case, and the sandbox is one process for all regions.
    public static OperationTable AddSnapshotCopies(this OperationTable table) => table.AddEc2(
        "CopySnapshot",
        "SourceRegion SourceSnapshotId Description Encrypted KmsKeyId DestinationRegion PresignedUrl TagSpecifications",
        CopySnapshot);

    /// <summary>A copy, stored, that will be complete after a while.</summary>
    /// <param name="ec2">Where the copy is to be.</param>
    /// <param name="from">Where the source is.</param>
    /// <param name="source">The source.</param>
    /// <param name="wanted"><c>Encrypted</c>, <c>KmsKeyId</c> and <c>Description</c>.</param>
    /// <param name="tags">The copy's tags.</param>
    public static JsonObject Copy(Ec2Region ec2, Ec2Region from, JsonObject source, JsonObject wanted, JsonArray tags)
    {
        // A copy has the source's key only where it is the same account's key of the same region.
        var ofThisRegion = from.Scope == ec2.Scope ? source : source.Without("KmsKeyId");
        return Snapshots.Begin(
            ec2,
            JsonObject.Of(
                ("VolumeId", NoVolume),
                ("VolumeSize", source["VolumeSize"]),
                ("Description", wanted["Description"] ?? ""),
                ("Tags", tags)).Merge(EbsEncryption.Of(ec2, wanted, ofThisRegion)),
            JsonObject.Of(
                ("Event", "copySnapshot"), ("Source", $"snapshot/{source.String("SnapshotId")}"), ("Region", from.Scope.Region)));
    }

    private static JsonObject CopySnapshot(Ec2Region ec2, JsonObject input)
    {
        var from = ec2.At(ec2.Scope with { Region = input.Text("SourceRegion") });
        var source = Snapshots.Usable(from, input.Text("SourceSnapshotId"));
        var copy = Copy(ec2, from, source, input, ResourceTags.ForNew(ec2, input, Ec2Kinds.Snapshot));
        return JsonObject.Of(("SnapshotId", copy["SnapshotId"]), ("Tags", copy["Tags"]));
    }
}
