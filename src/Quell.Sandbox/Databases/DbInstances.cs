using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>DB instances: made, listed, stopped, started, rebooted, deleted. No database runs behind them.</summary>
internal static class DbInstances
{
    private static readonly DatabaseKind Kind = DatabaseKind.Instance;

    private static readonly Dictionary<string, string> Filters = new()
    {
        ["db-instance-id"] = "DBInstanceIdentifier",
        ["db-cluster-id"] = "DBClusterIdentifier",
        ["dbi-resource-id"] = "DbiResourceId",
        ["engine"] = "Engine",
    };

    public static JsonObject CreateDBInstance(OperationContext context)
    {
        var input = context.Input;
        var id = Kind.NewId(context, input.String("DBInstanceIdentifier"));
        var engine = DatabaseEngines.Checked(input.String("Engine") ?? "");
        var cluster = input.String("DBClusterIdentifier") is { } named ? DatabaseKind.Cluster.Get(context, named) : null;
        if (cluster is null && !input.Has("AllocatedStorage"))
        {
            throw DatabaseErrors.Combination("Invalid storage size for engine name " + engine + " and storage type gp2: 0");
        }

        if (cluster is null && (!input.Has("MasterUsername") || !input.Has("MasterUserPassword")))
        {
            throw DatabaseErrors.InvalidValue(
                $"The parameter {(input.Has("MasterUsername") ? "MasterUserPassword" : "MasterUsername")} must be provided and must not be blank.");
        }

        DatabaseEngines.CheckClass(input.String("DBInstanceClass") ?? "");
        var settings = DatabaseSettings.In(context, "DBInstanceIdentifier", "DBClusterIdentifier", "StorageEncrypted", "KmsKeyId", "Tags", "Port");
        var instance = Usual(context, id, engine).Merge(settings)
            .Merge(cluster is null ? DatabaseSettings.EncryptionOf(context) : ObjectOf(cluster, "StorageEncrypted", "KmsKeyId", "MasterUsername", "EngineVersion"))
            .With("DBClusterIdentifier", cluster?["DBClusterIdentifier"])
            .With("DbInstancePort", input["Port"] ?? DatabaseEngines.PortOf(engine))
            .With("TagList", DatabaseTags.Checked(JsonArray.Empty, input.Array("Tags")));
        return Answer(DatabaseStates.Enter(context.Transaction, context.Scope, Kind, instance, "creating"));
    }

    public static JsonObject DescribeDBInstances(OperationContext context) => DatabasePage.Of(context, Kind, Filters);

    public static JsonObject StopDBInstance(OperationContext context)
    {
        var instance = Kind.Get(context);
        RefuseInCluster(instance, "stopped");
        Kind.Require(instance, "available");
        if (context.Input.String("DBSnapshotIdentifier") is { } snapshot)
        {
            DbSnapshots.Take(context, DatabaseKind.Snapshot, instance, snapshot, JsonArray.Empty);
        }

        return Answer(DatabaseStates.Enter(context.Transaction, context.Scope, Kind, instance, "stopping"));
    }

    public static JsonObject StartDBInstance(OperationContext context)
    {
        var instance = Kind.Get(context);
        RefuseInCluster(instance, "started");
        Kind.Require(instance, "stopped");
        return Answer(DatabaseStates.Enter(context.Transaction, context.Scope, Kind, instance, "starting"));
    }

    public static JsonObject RebootDBInstance(OperationContext context)
    {
        var instance = Kind.Get(context);
        Kind.Require(instance, "available");
        if (context.Input.Bool("ForceFailover") is true && instance.Bool("MultiAZ") is not true)
        {
            throw DatabaseErrors.Combination($"Instance {Kind.IdOf(instance)} is not configured for Multi-AZ: it cannot be rebooted with failover.");
        }

        return Answer(DatabaseStates.Enter(context.Transaction, context.Scope, Kind, instance, "rebooting"));
    }

    public static JsonObject DeleteDBInstance(OperationContext context)
    {
        var instance = Kind.Get(context);
        if (instance.Bool("DeletionProtection") is true)
        {
            throw DatabaseErrors.Combination("Cannot delete protected DB Instance, please disable deletion protection and try again.");
        }

        if (Kind.StatusOf(instance) == "deleting")
        {
            throw new Aws.AwsException("InvalidDBInstanceState", $"Instance {Kind.IdOf(instance)} is already being deleted.");
        }

        if (!instance.Has("DBClusterIdentifier"))
        {
            FinalSnapshot.Take(context, DatabaseKind.Snapshot, instance);
        }

        return Answer(DatabaseStates.Enter(context.Transaction, context.Scope, Kind, instance, "deleting"));
    }

    public static JsonObject EndpointOf(JsonObject instance) => JsonObject.Of(
        ("Address", $"{instance.String("DBInstanceIdentifier")}.{HostPartOf(instance)}.{RegionOf(instance)}.rds.amazonaws.com"),
        ("Port", instance["DbInstancePort"]),
        ("HostedZoneId", "Z2R2ITUGPM61AM"));

    public static JsonObject ObjectOf(JsonObject source, params ReadOnlySpan<string> members)
    {
        var taken = JsonObject.Empty;
        foreach (var member in members)
        {
            taken = source[member] is { } value ? taken.With(member, value) : taken;
        }

        return taken;
    }

    private static JsonObject Usual(OperationContext context, string id, string engine) => JsonObject.Of(
        ("DBInstanceIdentifier", id),
        ("DBInstanceArn", Kind.ArnOf(context.Scope, id)),
        ("DbiResourceId", context.Transaction.Ids.Unique("db-", 29)),
        ("Engine", engine),
        ("EngineVersion", DatabaseEngines.VersionOf(engine)),
        ("InstanceCreateTime", context.NowText),
        ("AvailabilityZone", context.Scope.Region + "a"),
        ("PreferredBackupWindow", "03:00-03:30"),
        ("PreferredMaintenanceWindow", "sun:05:00-sun:05:30"),
        ("BackupRetentionPeriod", 1),
        ("AutoMinorVersionUpgrade", true),
        ("CopyTagsToSnapshot", false),
        ("DeletionProtection", false),
        ("IAMDatabaseAuthenticationEnabled", false),
        ("LicenseModel", DatabaseEngines.LicenseOf(engine)),
        ("MonitoringInterval", 0),
        ("MultiAZ", false),
        ("PerformanceInsightsEnabled", false),
        ("PubliclyAccessible", false),
        ("StorageType", "gp2"),
        ("CACertificateIdentifier", "rds-ca-rsa2048-g1"),
        ("PendingModifiedValues", JsonObject.Empty));

    private static void RefuseInCluster(JsonObject instance, string verb)
    {
        if (instance.String("DBClusterIdentifier") is { } cluster)
        {
            throw DatabaseErrors.Combination($"DB instance {Kind.IdOf(instance)} belongs to the DB cluster {cluster} and is {verb} with it.");
        }
    }

    private static string HostPartOf(JsonObject instance) => (instance.String("DbiResourceId") ?? "")[3..15].ToLowerInvariant();

    private static string RegionOf(JsonObject instance) => (instance.String("DBInstanceArn") ?? "").Split(':')[3];

    private static JsonObject Answer(JsonObject instance) => JsonObject.Of(("DBInstance", instance));
}
