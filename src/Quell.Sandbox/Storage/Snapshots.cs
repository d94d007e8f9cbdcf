using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>Snapshots of volumes: pending at first, complete by a timer.</summary>
internal static class Snapshots
{
    private static readonly Transition Completing = new("ec2:snapshot-completes", Ec2Kinds.Snapshot, TimeSpan.FromSeconds(3), Complete);

    public static OperationTable AddSnapshots(this OperationTable table) => table
        .Add(Completing)
        .AddEc2("CreateSnapshot", "VolumeId Description TagSpecifications", CreateSnapshot)
        .AddEc2("DeleteSnapshot", "SnapshotId", DeleteSnapshot);

    /// <summary>A snapshot of the volume, stored, that will be complete after a while.</summary>
    public static JsonObject Of(Ec2Region ec2, JsonObject volume, string description, JsonArray tags) => Begin(ec2, JsonObject.Of(
        ("VolumeId", volume["VolumeId"]),
        ("VolumeSize", volume["Size"]),
        ("Encrypted", volume["Encrypted"]),
        ("KmsKeyId", volume["KmsKeyId"]),
        ("Description", description),
        ("Tags", tags)), JsonObject.Of(("Event", "createSnapshot"), ("Source", $"volume/{volume.String("VolumeId")}"), ("Region", ec2.Scope.Region)));

    /// <summary>Stores a snapshot in its first state.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="more">What it is of.</param>
    /// <param name="origin">What <see cref="EbsEvents.Snapshot"/> tells when it is complete: <c>Event</c>, <c>Source</c>, <c>Region</c>.</param>
    public static JsonObject Begin(Ec2Region ec2, JsonObject more, JsonObject origin)
    {
        var snapshot = ec2.Put(Ec2Kinds.Snapshot, JsonObject.Of(
            ("SnapshotId", ec2.NewId("snap-")),
            ("OwnerId", ec2.OwnerId),
            ("Progress", ""),
            ("StartTime", ec2.NowText),
            ("State", "pending"),
            ("StorageTier", "standard")).Merge(more));
        ec2.PutAttributes(Ec2Kinds.Snapshot, snapshot.Text("SnapshotId"), JsonObject.Of(("Origin", origin)));
        Completing.Begin(ec2, snapshot);
        return snapshot;
    }

    /// <summary>A snapshot that volumes can be made of: complete, and the account's own or shared with it.</summary>
    public static JsonObject Usable(Ec2Region ec2, string id)
    {
        var snapshot = Seen(ec2, id);
        return snapshot.String("State") == "completed"
            ? snapshot
            : throw new AwsException("IncorrectState", $"Snapshot is in invalid state - {snapshot.String("State")}");
    }

    /// <summary>A snapshot that is the account's own or shared with it.</summary>
    public static JsonObject Seen(Ec2Region ec2, string id)
    {
        Ec2Kinds.Snapshot.RefuseMalformed(id);
        return SnapshotListing.Visible(ec2).FirstOrDefault(snapshot => snapshot.String("SnapshotId") == id)
            ?? throw Ec2Kinds.Snapshot.NotFound(id);
    }

    private static void Complete(Ec2Region ec2, JsonObject snapshot)
    {
        var origin = ec2.Attributes(Ec2Kinds.Snapshot, snapshot.Text("SnapshotId")).Object("Origin")!;
        EbsEvents.Snapshot(
            ec2,
            ec2.Put(Ec2Kinds.Snapshot, snapshot.With("State", "completed").With("Progress", "100%").With("CompletionTime", ec2.NowText)),
            origin.Text("Event"),
            (origin.Text("Source"), origin.Text("Region")));
    }

    private static JsonObject CreateSnapshot(Ec2Region ec2, JsonObject input)
    {
        var volume = ec2.Need(Ec2Kinds.Volume, input.Text("VolumeId"));
        if (volume.String("State") is not ("available" or "in-use"))
        {
            throw new AwsException("IncorrectState", $"Volume '{volume.String("VolumeId")}' is in the '{volume.String("State")}' state.");
        }

        return Of(ec2, volume, input.String("Description") ?? "", ResourceTags.ForNew(ec2, input, Ec2Kinds.Snapshot)).Without("StorageTier");
    }

    private static JsonObject DeleteSnapshot(Ec2Region ec2, JsonObject input)
    {
        var snapshot = ec2.Need(Ec2Kinds.Snapshot, input.Text("SnapshotId"));
        var id = snapshot.Text("SnapshotId");
        if (Images.With(ec2, id) is { } image)
        {
            throw new AwsException("InvalidSnapshot.InUse", $"The snapshot {id} is currently in use by {image.String("ImageId")}");
        }

        Remove(ec2, snapshot);
        return JsonObject.Empty;
    }

    public static void Remove(Ec2Region ec2, JsonObject snapshot)
    {
        ec2.DeleteAttributes(Ec2Kinds.Snapshot, snapshot.Text("SnapshotId"));
        ec2.Delete(Ec2Kinds.Snapshot, snapshot);
    }
}
