using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Keys;

namespace Quell.Sandbox.Databases;

/// <summary>Turns what calls set into what the API shows. A password is taken and forgotten: there is no database to log in to.</summary>
internal static class DatabaseSettings
{
    /// <summary>Shown by the name they are set by.</summary>
    public static readonly string[] Same =
    [
        "AllocatedStorage", "AutoMinorVersionUpgrade", "AvailabilityZone", "BackupRetentionPeriod", "BackupTarget", "CACertificateIdentifier",
        "CharacterSetName", "CopyTagsToSnapshot", "DBInstanceClass", "DBName", "DatabaseInsightsMode", "DatabaseName", "DeletionProtection",
        "Engine", "EngineMode", "EngineVersion", "Iops", "LicenseModel", "MasterUsername", "MaxAllocatedStorage", "MonitoringInterval",
        "MonitoringRoleArn", "MultiAZ", "NetworkType", "PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod", "PreferredBackupWindow",
        "PreferredMaintenanceWindow", "PromotionTier", "PubliclyAccessible", "StorageThroughput", "StorageType",
    ];

    /// <summary>Shown by another name.</summary>
    private static readonly (string Set, string Shown)[] Renamed =
    [
        ("EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled"), ("EnablePerformanceInsights", "PerformanceInsightsEnabled"),
        ("EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports"), ("EnableHttpEndpoint", "HttpEndpointEnabled"),
    ];

    private static readonly string[] Secret = ["MasterUserPassword"];

    /// <summary>What the call sets, as it is shown.</summary>
    /// <param name="others">Members that the operation itself sees to; any further one is refused.</param>
    public static JsonObject In(OperationContext context, params string[] others)
    {
        var settings = JsonObject.Empty;
        foreach (var (member, value) in context.Input)
        {
            settings = Same.Contains(member) ? settings.With(member, value)
                : Array.Find(Renamed, pair => pair.Set == member) is { Shown: { } shown } ? settings.With(shown, value)
                : member == "VpcSecurityGroupIds" ? settings.With("VpcSecurityGroups", GroupsOf(context))
                : member == "CloudwatchLogsExportConfiguration" || others.Contains(member) || Secret.Contains(member) ? settings
                : throw DatabaseErrors.Combination($"The simulated account does not support {member}.");
        }

        return settings.Long("MonitoringInterval") > 0 && !settings.Has("MonitoringRoleArn")
            ? throw DatabaseErrors.Combination("A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.")
            : settings;
    }

    /// <summary>How the storage is encrypted; the key of AWS's own where none is named.</summary>
    public static JsonObject EncryptionOf(OperationContext context)
    {
        var key = context.Input.String("KmsKeyId");
        if (context.Input.Bool("StorageEncrypted") is not true)
        {
            return key is null
                ? JsonObject.Of(("StorageEncrypted", false))
                : throw DatabaseErrors.Combination("KmsKeyId can only be specified when StorageEncrypted is true.");
        }

        return JsonObject.Of(("StorageEncrypted", true), ("KmsKeyId", KeyOf(context, key)));
    }

    /// <param name="key">Names a key; null for AWS's own.</param>
    public static string KeyOf(OperationContext context, string? key) =>
        key is null or "alias/aws/rds" ? KeyCreation.OfAws(context, "rds").Arn
        : KmsKey.Find(context.State.Current, context.Scope, key) is { State: "Enabled" } found ? found.Arn
        : throw DatabaseErrors.KeyNotAccessible(key);

    private static JsonArray GroupsOf(OperationContext context)
    {
        var ec2 = new Ec2Region(context.Transaction, context.Scope, context.Transaction.Ids);
        return JsonArray.From(context.Input.Array("VpcSecurityGroupIds").Strings.Select(group => ec2.Find(Ec2Kinds.SecurityGroup, group) is null
            ? throw DatabaseErrors.InvalidValue($"Invalid security group , groupId= {group}, groupName=.")
            : JsonObject.Of(("VpcSecurityGroupId", group), ("Status", "active"))));
    }
}
