using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>Deleted without a final snapshot, unless the template retains it.</summary>
internal sealed class RdsDBInstance() : ResourceType(
    "AWS::RDS::DBInstance",
    new PropertySchema(
        ("AllocatedStorage", Integer),
        ("AutoMinorVersionUpgrade", PropertyType.Boolean),
        ("AvailabilityZone", Text.CreateOnly()),
        ("BackupRetentionPeriod", Integer),
        ("CopyTagsToSnapshot", PropertyType.Boolean),
        ("DBClusterIdentifier", Text.CreateOnly()),
        ("DBInstanceClass", Text),
        ("DBInstanceIdentifier", Text.CreateOnly()),
        ("DBName", Text.CreateOnly()),
        ("DeletionProtection", PropertyType.Boolean),
        ("EnableCloudwatchLogsExports", ListOf(Text)),
        ("EnableIAMDatabaseAuthentication", PropertyType.Boolean),
        ("Engine", Text.CreateOnly()),
        ("EngineVersion", Text),
        ("Iops", Integer),
        ("KmsKeyId", Text.CreateOnly()),
        ("MasterUsername", Text.CreateOnly()),
        ("MasterUserPassword", Text),
        ("MultiAZ", PropertyType.Boolean),
        ("Port", Integer.CreateOnly()),
        ("PubliclyAccessible", PropertyType.Boolean),
        ("StorageEncrypted", PropertyType.Boolean.CreateOnly()),
        ("StorageType", Text),
        ("Tags", PropertyType.Tags),
        ("VPCSecurityGroups", ListOf(Text))),
    "DBInstanceArn", "DbiResourceId", "Endpoint.Address", "Endpoint.Port")
{
    private static readonly string[] Changeable =
    [
        "AllocatedStorage", "AutoMinorVersionUpgrade", "BackupRetentionPeriod", "CopyTagsToSnapshot", "DBInstanceClass", "DeletionProtection",
        "EnableIAMDatabaseAuthentication", "EngineVersion", "Iops", "MasterUserPassword", "MultiAZ", "PubliclyAccessible", "StorageType",
    ];

    private static readonly string[] Fixed =
        ["AvailabilityZone", "DBClusterIdentifier", "DBName", "EnableCloudwatchLogsExports", "Engine", "KmsKeyId", "MasterUsername", "Port", "StorageEncrypted", "Tags"];

    public override string NameProperty => "DBInstanceIdentifier";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var id = (work.Properties.String("DBInstanceIdentifier") ?? work.Name(63)).ToLowerInvariant();
        await work.Call("rds", "CreateDBInstance", work.Pick(Changeable).Merge(work.Pick(Fixed))
            .With("DBInstanceIdentifier", id).With("VpcSecurityGroupIds", work["VPCSecurityGroups"])).ConfigureAwait(false);
        work.PhysicalId = id;
        var instance = await Available(work).ConfigureAwait(false);
        return new(
            id,
            ("DBInstanceArn", instance["DBInstanceArn"]),
            ("DbiResourceId", instance["DbiResourceId"]),
            ("Endpoint.Address", instance.Object("Endpoint")?["Address"]),
            ("Endpoint.Port", instance.Object("Endpoint")?["Port"]?.ToString()));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes([.. Changeable, "VPCSecurityGroups", "EnableCloudwatchLogsExports"]))
        {
            await work.Call("rds", "ModifyDBInstance", work.Pick([.. Changeable.Where(name => work.Changes(name))])
                .With("DBInstanceIdentifier", work.PhysicalId)
                .With("ApplyImmediately", true)
                .With("VpcSecurityGroupIds", work.Changes("VPCSecurityGroups") ? work.Properties.Array("VPCSecurityGroups") : null)
                .With("CloudwatchLogsExportConfiguration", Exports(work))).ConfigureAwait(false);
            await Available(work).ConfigureAwait(false);
        }

        var arn = work.Attributes["DBInstanceArn"];
        await TagChanges.Apply(
            work,
            keys => work.Call("rds", "RemoveTagsFromResource", ("ResourceName", arn), ("TagKeys", keys)),
            tags => work.Call("rds", "AddTagsToResource", ("ResourceName", arn), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await work.Remove("rds", "DeleteDBInstance", ("DBInstanceIdentifier", work.PhysicalId), ("SkipFinalSnapshot", true)).ConfigureAwait(false);
        await work.Until(async () => (await Describe(work).ConfigureAwait(false)).Count == 0).ConfigureAwait(false);
    }

    private static JsonObject? Exports(ResourceWork work)
    {
        var before = work.Before.Array("EnableCloudwatchLogsExports").Strings.ToList();
        var after = work.Properties.Array("EnableCloudwatchLogsExports").Strings.ToList();
        return work.Changes("EnableCloudwatchLogsExports")
            ? JsonObject.Of(
                ("EnableLogTypes", JsonArray.From(after.Except(before, StringComparer.Ordinal))),
                ("DisableLogTypes", JsonArray.From(before.Except(after, StringComparer.Ordinal))))
            : null;
    }

    private static async Task<JsonObject> Available(ResourceWork work)
    {
        var found = JsonObject.Empty;
        await work.Until(async () =>
        {
            found = await Describe(work).ConfigureAwait(false);
            return found.String("DBInstanceStatus") is "available" or "stopped";
        }).ConfigureAwait(false);
        return found;
    }

    /// <summary>The instance; empty once it is gone.</summary>
    private static async Task<JsonObject> Describe(ResourceWork work)
    {
        var output = await work.Call(
            "rds", "DescribeDBInstances",
            ("Filters", new JsonArray([JsonObject.Of(("Name", "db-instance-id"), ("Values", JsonArray.From([work.PhysicalId])))]))).ConfigureAwait(false);
        return output.Array("DBInstances").Objects.FirstOrDefault() ?? JsonObject.Empty;
    }
}
