using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>Snapshots of instances and of clusters: taken, copied, listed, deleted.</summary>
internal static class DbSnapshots
{
    private static readonly Dictionary<string, string> Filters = new()
    {
        ["db-instance-id"] = "DBInstanceIdentifier",
        ["db-snapshot-id"] = "DBSnapshotIdentifier",
        ["db-cluster-id"] = "DBClusterIdentifier",
        ["db-cluster-snapshot-id"] = "DBClusterSnapshotIdentifier",
        ["snapshot-type"] = "SnapshotType",
        ["engine"] = "Engine",
    };

    private static readonly string[] NotCopied =
        ["OptionGroupName", "PreSignedUrl", "SourceRegion", "TargetCustomAvailabilityZone", "CopyOptionGroup", "SnapshotTarget", "SnapshotAvailabilityZone"];

    public static JsonObject Create(OperationContext context, DatabaseKind kind)
    {
        var source = SourceOf(kind).Get(context);
        SourceOf(kind).Require(source, "available");
        return Answer(kind, Take(context, kind, source, context.Input.String(kind.IdMember) ?? "", context.Input.Array("Tags")));
    }

    /// <summary>Takes a snapshot of a database.</summary>
    public static JsonObject Take(OperationContext context, DatabaseKind kind, JsonObject source, string id, JsonArray tags)
    {
        var name = kind.NewId(context, id);
        var copied = source.Bool("CopyTagsToSnapshot") is true ? source.Array("TagList") : JsonArray.Empty;
        var taken = DbInstances.ObjectOf(
            source, "AllocatedStorage", "Engine", "EngineVersion", "MasterUsername", "IAMDatabaseAuthenticationEnabled", "KmsKeyId", "StorageType",
            SourceOf(kind).IdMember);
        taken = kind == DatabaseKind.Snapshot
            ? taken.Merge(DbInstances.ObjectOf(source, "AvailabilityZone", "InstanceCreateTime", "LicenseModel", "Iops", "DbiResourceId"))
                .With("Port", source["DbInstancePort"])
                .With("Encrypted", source["StorageEncrypted"])
                .With("OriginalSnapshotCreateTime", context.NowText)
            : taken.Merge(DbInstances.ObjectOf(
                source, "AvailabilityZones", "ClusterCreateTime", "Port", "StorageEncrypted", "EngineMode", "DbClusterResourceId"));
        return DatabaseStates.Enter(context.Transaction, context.Scope, kind, New(context, kind, name, taken)
            .With("TagList", DatabaseTags.Checked(copied, tags)), "creating");
    }

    /// <summary>A copy can be encrypted with another key than its source; one of an encrypted snapshot always is.</summary>
    public static JsonObject Copy(OperationContext context, DatabaseKind kind)
    {
        if (NotCopied.FirstOrDefault(context.Input.Has) is { } member)
        {
            throw DatabaseErrors.Combination($"The simulated account does not support {member}.");
        }

        var source = kind.Get(context, context.Input.String($"Source{kind.IdMember}") ?? "");
        kind.Require(source, "available");
        var id = kind.NewId(context, context.Input.String($"Target{kind.IdMember}"));
        var encrypted = kind == DatabaseKind.Snapshot ? "Encrypted" : "StorageEncrypted";
        var copy = New(context, kind, id, source.Without(DatabaseKind.SharedWith).Without("TagList"));
        copy = kind == DatabaseKind.Snapshot
            ? copy.With("SourceDBSnapshotIdentifier", source["DBSnapshotArn"])
            : copy.With("SourceDBClusterSnapshotArn", source["DBClusterSnapshotArn"]);
        copy = context.Input.String("KmsKeyId") is { } key
            ? copy.With(encrypted, true).With("KmsKeyId", DatabaseSettings.KeyOf(context, key))
            : copy;
        var tags = context.Input.Bool("CopyTags") is true ? source.Array("TagList") : JsonArray.Empty;
        return Answer(kind, DatabaseStates.Enter(
            context.Transaction, context.Scope, kind, copy.With("TagList", DatabaseTags.Checked(tags, context.Input.Array("Tags"))), "creating"));
    }

    public static JsonObject Describe(OperationContext context, DatabaseKind kind)
    {
        var page = DatabasePage.Of(context, kind, Filters);
        var (source, type) = (context.Input.String(SourceOf(kind).IdMember), context.Input.String("SnapshotType"));
        var resourceMember = kind == DatabaseKind.Snapshot ? "DbiResourceId" : "DbClusterResourceId";
        var resource = context.Input.String(resourceMember);
        return page.With(kind.Member + "s", JsonArray.From(page.Array(kind.Member + "s").Objects.Where(snapshot =>
            (source is null || string.Equals(snapshot.String(SourceOf(kind).IdMember), source, StringComparison.OrdinalIgnoreCase))
            && (type is null || snapshot.String("SnapshotType") == type)
            && (resource is null || snapshot.String(resourceMember) == resource))));
    }

    /// <summary>A snapshot is gone at once.</summary>
    public static JsonObject Delete(OperationContext context, DatabaseKind kind)
    {
        var snapshot = kind.Get(context);
        kind.Require(snapshot, "available", "failed");
        kind.Delete(context.State, context.Scope, snapshot);
        DatabaseEvents.Emit(context.Transaction, context.Scope, kind, snapshot, "deleting");
        return Answer(kind, snapshot.With("Status", "deleted"));
    }

    public static DatabaseKind SourceOf(DatabaseKind kind) => kind == DatabaseKind.Snapshot ? DatabaseKind.Instance : DatabaseKind.Cluster;

    private static JsonObject New(OperationContext context, DatabaseKind kind, string id, JsonObject taken) => taken.Merge(JsonObject.Of(
        (kind.IdMember, id),
        (kind.ArnMember, kind.ArnOf(context.Scope, id)),
        ("SnapshotCreateTime", context.NowText),
        ("SnapshotType", "manual"),
        ("PercentProgress", 0)));

    private static JsonObject Answer(DatabaseKind kind, JsonObject snapshot) => JsonObject.Of((kind.Member, DatabaseKind.Shown(snapshot)));
}
