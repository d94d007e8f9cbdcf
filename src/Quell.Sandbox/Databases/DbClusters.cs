using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>DB clusters. Their instances are stopped and started with them.</summary>
internal static class DbClusters
{
    private static readonly DatabaseKind Kind = DatabaseKind.Cluster;

    private static readonly Dictionary<string, string> Filters = new()
    {
        ["db-cluster-id"] = "DBClusterIdentifier",
        ["db-cluster-resource-id"] = "DbClusterResourceId",
        ["engine"] = "Engine",
    };

    public static JsonObject CreateDBCluster(OperationContext context)
    {
        var input = context.Input;
        var id = Kind.NewId(context, input.String("DBClusterIdentifier"));
        var engine = DatabaseEngines.Checked(input.String("Engine") ?? "");
        if (!input.Has("MasterUsername") || !input.Has("MasterUserPassword"))
        {
            throw DatabaseErrors.InvalidValue(
                $"The parameter {(input.Has("MasterUsername") ? "MasterUserPassword" : "MasterUsername")} must be provided and must not be blank.");
        }

        var settings = DatabaseSettings.In(context, "DBClusterIdentifier", "StorageEncrypted", "KmsKeyId", "Tags", "Port", "AvailabilityZones");
        var zones = input.Array("AvailabilityZones");
        var cluster = JsonObject.Of(
            ("DBClusterIdentifier", id),
            ("DBClusterArn", Kind.ArnOf(context.Scope, id)),
            ("DbClusterResourceId", context.Transaction.Ids.Unique("cluster-", 34)),
            ("Engine", engine),
            ("EngineVersion", DatabaseEngines.VersionOf(engine)),
            ("EngineMode", "provisioned"),
            ("ClusterCreateTime", context.NowText),
            ("AvailabilityZones", zones.Count > 0 ? zones : JsonArray.From("abc".Select(zone => context.Scope.Region + zone))),
            ("AllocatedStorage", 1),
            ("BackupRetentionPeriod", 1),
            ("PreferredBackupWindow", "03:00-03:30"),
            ("PreferredMaintenanceWindow", "sun:05:00-sun:05:30"),
            ("Port", input["Port"] ?? DatabaseEngines.PortOf(engine)),
            ("MultiAZ", false),
            ("AutoMinorVersionUpgrade", true),
            ("CopyTagsToSnapshot", false),
            ("DeletionProtection", false),
            ("HttpEndpointEnabled", false),
            ("IAMDatabaseAuthenticationEnabled", false)).Merge(settings).Merge(DatabaseSettings.EncryptionOf(context))
            .With("TagList", DatabaseTags.Checked(JsonArray.Empty, input.Array("Tags")));
        return Answer(context, DatabaseStates.Enter(context.Transaction, context.Scope, Kind, cluster, "creating"));
    }

    public static JsonObject DescribeDBClusters(OperationContext context)
    {
        var page = DatabasePage.Of(context, Kind, Filters);
        return page.With("DBClusters", JsonArray.From(page.Array("DBClusters").Objects.Select(cluster => Shown(context, cluster))));
    }

    public static JsonObject StopDBCluster(OperationContext context) => Move(context, "available", "stopping");

    public static JsonObject StartDBCluster(OperationContext context) => Move(context, "stopped", "starting");

    public static JsonObject DeleteDBCluster(OperationContext context)
    {
        var cluster = Kind.Get(context);
        if (cluster.Bool("DeletionProtection") is true)
        {
            throw DatabaseErrors.Combination("Cannot delete protected Cluster, please disable deletion protection and try again.");
        }

        Kind.Require(cluster, "available", "stopped");
        if (Members(context, cluster).Any(instance => DatabaseKind.Instance.StatusOf(instance) != "deleting"))
        {
            throw new Aws.AwsException(
                "InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
        }

        FinalSnapshot.Take(context, DatabaseKind.ClusterSnapshot, cluster);
        return Answer(context, DatabaseStates.Enter(context.Transaction, context.Scope, Kind, cluster, "deleting"));
    }

    private static JsonObject Move(OperationContext context, string from, string to)
    {
        var cluster = Kind.Get(context);
        Kind.Require(cluster, from);
        foreach (var instance in Members(context, cluster).ToList())
        {
            DatabaseStates.Enter(context.Transaction, context.Scope, DatabaseKind.Instance, instance, to);
        }

        return Answer(context, DatabaseStates.Enter(context.Transaction, context.Scope, Kind, cluster, to));
    }

    private static IEnumerable<JsonObject> Members(OperationContext context, JsonObject cluster) => DatabaseKind.Instance.List(context)
        .Where(instance => instance.String("DBClusterIdentifier") == Kind.IdOf(cluster));

    private static JsonObject Shown(OperationContext context, JsonObject cluster) => cluster.With("DBClusterMembers", JsonArray.From(
        Members(context, cluster).OrderBy(instance => instance.String("InstanceCreateTime"), StringComparer.Ordinal).Select((instance, place) => JsonObject.Of(
            ("DBInstanceIdentifier", instance["DBInstanceIdentifier"]),
            ("IsClusterWriter", place == 0),
            ("DBClusterParameterGroupStatus", "in-sync"),
            ("PromotionTier", instance["PromotionTier"] ?? 1)))));

    private static JsonObject Answer(OperationContext context, JsonObject cluster) => JsonObject.Of(("DBCluster", Shown(context, cluster)));
}
