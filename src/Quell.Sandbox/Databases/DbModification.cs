using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>
/// ModifyDBInstance and ModifyDBCluster. Some changes wait for the maintenance window unless they are wanted at once; here
/// they wait until a call wants its own at once (RDS User Guide, "Using the schedule modifications setting").
/// </summary>
internal static class DbModification
{
    private const string PendingMember = "PendingModifiedValues";

    private static readonly string[] Waiting =
    [
        "AllocatedStorage", "BackupRetentionPeriod", "CACertificateIdentifier", "DBInstanceClass", "EngineVersion", "Iops", "LicenseModel",
        "MultiAZ", "StorageThroughput", "StorageType",
    ];

    public static JsonObject ModifyDBInstance(OperationContext context)
    {
        var kind = DatabaseKind.Instance;
        var instance = kind.Get(context);
        kind.Require(instance, "available", "stopped");
        if (context.Input.String("DBInstanceClass") is { } name)
        {
            DatabaseEngines.CheckClass(name);
        }

        var settings = DatabaseSettings.In(
            context, "DBInstanceIdentifier", "ApplyImmediately", "AllowMajorVersionUpgrade", "DBPortNumber");
        settings = context.Input.Has("DBPortNumber") ? settings.With("DbInstancePort", context.Input["DBPortNumber"]) : settings;
        return JsonObject.Of(("DBInstance", Modify(context, kind, instance, settings)));
    }

    public static JsonObject ModifyDBCluster(OperationContext context)
    {
        var kind = DatabaseKind.Cluster;
        var cluster = kind.Get(context);
        kind.Require(cluster, "available", "stopped");
        var settings = DatabaseSettings.In(context, "DBClusterIdentifier", "ApplyImmediately", "AllowMajorVersionUpgrade", "Port");
        settings = context.Input.Has("Port") ? settings.With("Port", context.Input["Port"]) : settings;
        return JsonObject.Of(("DBCluster", Modify(context, kind, cluster, settings)));
    }

    private static JsonObject Modify(OperationContext context, DatabaseKind kind, JsonObject database, JsonObject settings)
    {
        CheckUpgrade(context, database);
        var exports = ExportsOf(context, database);
        settings = exports is null ? settings : settings.With("EnabledCloudwatchLogsExports", exports);
        var isAtOnce = context.Input.Bool("ApplyImmediately") is true;
        var waiting = isAtOnce ? JsonObject.Empty : JsonObject.From(settings.Where(setting => Waits(database, setting.Key, setting.Value)));
        var pending = database.Object(PendingMember) ?? JsonObject.Empty;
        var now = JsonObject.From(settings.Where(setting => !waiting.Has(setting.Key)));
        now = isAtOnce ? pending.Merge(now) : now;
        var changed = database.Merge(now);
        changed = kind == DatabaseKind.Instance
            ? changed.With(PendingMember, isAtOnce ? JsonObject.Empty : pending.Merge(waiting))
            : waiting.Count > 0 ? changed.With(PendingMember, pending.Merge(waiting)) : isAtOnce ? changed.Without(PendingMember) : changed;

        // A database that is stopped stays so.
        return kind.StatusOf(database) == "stopped" || changed.Equals(database)
            ? kind.Put(context.State, context.Scope, changed)
            : DatabaseStates.Enter(context.Transaction, context.Scope, kind, changed, "modifying");
    }

    /// <summary>A major version is upgraded only when the caller says that it may be.</summary>
    private static void CheckUpgrade(OperationContext context, JsonObject database)
    {
        var engine = database.String("Engine") ?? "";
        if (context.Input.String("EngineVersion") is { } wanted && context.Input.Bool("AllowMajorVersionUpgrade") is not true
            && DatabaseEngines.MajorOf(engine, wanted) != DatabaseEngines.MajorOf(engine, database.String("EngineVersion") ?? ""))
        {
            throw DatabaseErrors.Combination("The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.");
        }
    }

    private static bool Waits(JsonObject database, string member, JsonValue value) =>
        Waiting.Contains(member) && !value.Equals(database[member]);

    private static JsonArray? ExportsOf(OperationContext context, JsonObject database)
    {
        if (context.Input.Object("CloudwatchLogsExportConfiguration") is not { } change)
        {
            return null;
        }

        var disabled = change.Array("DisableLogTypes").Strings.ToHashSet(StringComparer.Ordinal);
        var kept = database.Array("EnabledCloudwatchLogsExports").Strings.Where(type => !disabled.Contains(type));
        return JsonArray.From(kept.Concat(change.Array("EnableLogTypes").Strings).Distinct(StringComparer.Ordinal));
    }
}
