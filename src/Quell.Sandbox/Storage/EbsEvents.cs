using System.Globalization;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>What EBS tells of volumes and snapshots (EBS User Guide, "Amazon EventBridge events for Amazon EBS").</summary>
internal static class EbsEvents
{
    public static void Volume(Ec2Region ec2, string id, string happening, string result) => ec2.Transaction.Emit(
        ec2.Scope,
        "aws.ec2",
        "EBS Volume Notification",
        [ec2.Arn(Ec2Kinds.Volume, id)],
        JsonObject.Of(("result", result), ("cause", ""), ("event", happening), ("request-id", ec2.RequestId)));

    /// <summary>A snapshot is complete.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="happening"><c>createSnapshot</c> or <c>copySnapshot</c>.</param>
    /// <param name="source">What it is made of: <c>volume/vol-…</c> or <c>snapshot/snap-…</c>, and the region that it is in.</param>
    public static void Snapshot(Ec2Region ec2, JsonObject snapshot, string happening, (string Resource, string Region) source)
    {
        var id = snapshot.Text("SnapshotId");
        ec2.Transaction.Emit(
            ec2.Scope,
            "aws.ec2",
            "EBS Snapshot Notification",
            [$"arn:{ec2.Scope.Partition}:ec2:{ec2.Scope.Region}::snapshot/{id}"],
            JsonObject.Of(
                ("event", happening),
                ("result", "succeeded"),
                ("cause", ""),
                ("request-id", ec2.RequestId),
                ("snapshot_id", Place(ec2, $"snapshot/{id}", ec2.Scope.Region)),
                ("source", Place(ec2, source.Resource, source.Region)),
                ("startTime", Seconds(snapshot.Text("StartTime"))),
                ("endTime", Seconds(ec2.NowText)),
                ("incremental", happening == "copySnapshot" ? "true" : null)));
    }

    /// <summary>EBS's own form of an ARN, with the region where the account belongs.</summary>
    private static string Place(Ec2Region ec2, string resource, string region) => $"arn:{ec2.Scope.Partition}:ec2::{region}:{resource}";

    private static string Seconds(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)
        .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
