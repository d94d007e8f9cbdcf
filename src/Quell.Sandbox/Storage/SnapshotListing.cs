using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>DescribeSnapshots: the account's own, and those that other accounts have opened to it or to everybody.</summary>
internal static class SnapshotListing
{
    private static readonly Filters SnapshotFilters = new()
    {
        ["description"] = "Description",
        ["encrypted"] = "Encrypted",
        ["owner-id"] = "OwnerId",
        ["progress"] = "Progress",
        ["snapshot-id"] = "SnapshotId",
        ["start-time"] = "StartTime",
        ["status"] = "State",
        ["storage-tier"] = "StorageTier",
        ["volume-id"] = "VolumeId",
        ["volume-size"] = "VolumeSize",
    };

    public static OperationTable AddSnapshotListing(this OperationTable table) => table.AddEc2(
        "DescribeSnapshots", "SnapshotIds OwnerIds RestorableByUserIds Filters MaxResults NextToken", DescribeSnapshots);

    /// <summary>The snapshots that the account can make volumes of, in this region, ordered by id.</summary>
    public static IEnumerable<JsonObject> Visible(Ec2Region ec2) => ec2.InAllAccounts(Ec2Kinds.Snapshot)
        .Where(entry => entry.Owner.Scope == ec2.Scope
            || SharingPermissions.Names(SnapshotSharing.Of(entry.Owner, Id(entry.Resource)), ec2.OwnerId)
            || (SharingPermissions.IsPublic(SnapshotSharing.Of(entry.Owner, Id(entry.Resource))) && !SnapshotBlockPublicAccess.HidesAll(entry.Owner)))
        .Select(entry => entry.Owner.Scope == ec2.Scope ? entry.Resource : entry.Resource.With("Tags", JsonArray.Empty))
        .OrderBy(Id, StringComparer.Ordinal);

    private static string Id(JsonObject snapshot) => snapshot.Text("SnapshotId");

    private static JsonObject DescribeSnapshots(Ec2Region ec2, JsonObject input)
    {
        var (ids, owners, users) = (input.Texts("SnapshotIds"), input.Texts("OwnerIds"), input.Texts("RestorableByUserIds"));
        foreach (var id in ids)
        {
            Snapshots.Seen(ec2, id);
        }

        var selected = Visible(ec2)
            .Where(snapshot => ids.Count == 0 || ids.Contains(Id(snapshot)))
            .Where(snapshot => owners.Count == 0 || owners.Any(owner => (owner == "self" ? ec2.OwnerId : owner) == snapshot.String("OwnerId")))
            .Where(snapshot => users.Count == 0 || users.Any(user => IsOpenTo(ec2, snapshot, user)));
        var (page, token) = Page.Of(SnapshotFilters.Apply(selected, input.Array("Filters")), Id, input);
        return JsonObject.Of(("Snapshots", page), ("NextToken", token is null ? null : (JsonValue)token));
    }

    /// <param name="ec2">Where.</param>
    /// <param name="snapshot">A visible snapshot.</param>
    /// <param name="user"><c>self</c>, <c>all</c> or an account's id.</param>
    private static bool IsOpenTo(Ec2Region ec2, JsonObject snapshot, string user)
    {
        var owner = ec2.At(ec2.Scope with { Account = snapshot.Text("OwnerId") });
        var permissions = SnapshotSharing.Of(owner, Id(snapshot));
        return user switch
        {
            "all" => SharingPermissions.IsPublic(permissions) && !SnapshotBlockPublicAccess.HidesAll(owner),
            "self" => SharingPermissions.Names(permissions, ec2.OwnerId) || owner.OwnerId == ec2.OwnerId,
            _ => SharingPermissions.Names(permissions, user) || owner.OwnerId == user,
        };
    }
}
