using Quell.Engine.Json;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>What to read of an account to see what a runbook has done to it: calls, by the runbook's parameters.</summary>
internal static class EndStates
{
    private static readonly Func<JsonObject, Read[]> Instance = scene => [Ec2("DescribeInstances", "InstanceIds", scene["InstanceId"])];

    private static readonly Func<JsonObject, Read[]> Group = scene =>
    [
        Ec2("DescribeSecurityGroups", "GroupIds", scene["GroupId"]), Ec2("DescribeSecurityGroupRules", "group-id", scene["GroupId"]),
    ];

    private static readonly Func<JsonObject, Read[]> User = scene =>
    [
        new("iam", "ListAccessKeys", ("UserName", scene["UserName"])), new("iam", "ListUserPolicies", ("UserName", scene["UserName"])),
    ];

    private static readonly Func<JsonObject, Read[]> Interfaces = scene =>
    [
        .. Instance(scene), Ec2("DescribeNetworkInterfaces", "attachment.instance-id", scene["InstanceId"]), Ec2("DescribeSecurityGroups", "group-name", "quell-quarantine"),
    ];

    private static readonly Func<JsonObject, Read[]> Acl = scene => [Ec2("DescribeNetworkAcls", "NetworkAclIds", scene["NetworkAclId"])];

    /// <summary>By the name of the runbook.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, Read[]>> All { get; } = new Dictionary<string, Func<JsonObject, Read[]>>(StringComparer.Ordinal)
    {
        ["stop-instance"] = Instance,
        ["start-instance"] = Instance,
        ["require-imdsv2"] = Instance,
        ["revoke-open-ingress"] = Group,
        ["authorize-ingress"] = Group,
        ["rotate-access-key"] = scene => [.. User(scene), new("secretsmanager", "DescribeSecret", ("SecretId", "access-keys/ann"))],
        ["reactivate-access-key"] = User,
        ["disable-user"] = scene => [.. User(scene), new("iam", "GetUserPolicy", ("UserName", scene["UserName"]), ("PolicyName", "QuellDenyAll"))],
        ["enable-user"] = User,
        ["isolate-instance"] = Interfaces,
        ["release-instance"] = Interfaces,
        ["block-address"] = Acl,
        ["unblock-address"] = Acl,
        ["encrypt-bucket"] = scene => [new("s3", "GetBucketEncryption", ("Bucket", scene["BucketName"]))],
        ["block-public-access"] = scene => [new("s3", "GetPublicAccessBlock", ("Bucket", scene["BucketName"]))],
        ["enable-flow-logs"] = scene =>
        [
            Ec2("DescribeFlowLogs", "resource-id", scene["VpcId"], "Filter"), new("logs", "DescribeLogGroups", ("logGroupNamePrefix", "/vpc/flow-logs")),
        ],
        ["restart-trail"] = scene =>
        [
            new("cloudtrail", "GetTrailStatus", ("Name", scene["TrailName"])), new("cloudtrail", "GetTrail", ("Name", scene["TrailName"])),
        ],
        ["version-bucket"] = scene => [new("s3", "GetBucketVersioning", ("Bucket", scene["BucketName"]))],
        ["rotate-kms-key"] = scene => [new("kms", "GetKeyRotationStatus", ("KeyId", scene["KeyId"]))],
        ["encrypt-volumes"] = static _ => [new("ec2", "GetEbsEncryptionByDefault")],
        ["strengthen-passwords"] = static _ => [new("iam", "GetAccountPasswordPolicy")],
        ["launch-instance"] = scene => [Ec2("DescribeInstances", "tag:Name", scene["Name"])],
        ["reroute"] = scene => [Ec2("DescribeRouteTables", "RouteTableIds", scene["RouteTableId"])],
    };

    /// <summary>A call of EC2 about one thing: by a parameter that is a list of ids, or else by a filter of that name.</summary>
    private static Read Ec2(string operation, string by, JsonValue? id, string filters = "Filters") => by.EndsWith("Ids", StringComparison.Ordinal)
        ? new("ec2", operation, (by, JsonArray.From([id!])))
        : new("ec2", operation, (filters, JsonArray.From([(JsonValue)JsonObject.Of(("Name", by), ("Values", JsonArray.From([id!])))])));
}

/// <summary>A call that reads.</summary>
internal sealed record Read(string Service, string Operation, params (string Name, JsonValue? Value)[] Input);
