using System.Collections.Frozen;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>A trail record as LookupEvents shows it: a few facts beside the record's text.</summary>
internal static class TrailEvent
{
    /// <summary>The parameters that name a resource, and its type.</summary>
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["accessKeyId"] = "AWS::IAM::AccessKey",
        ["bucketName"] = "AWS::S3::Bucket",
        ["dBClusterIdentifier"] = "AWS::RDS::DBCluster",
        ["dBInstanceIdentifier"] = "AWS::RDS::DBInstance",
        ["dBSnapshotIdentifier"] = "AWS::RDS::DBSnapshot",
        ["functionName"] = "AWS::Lambda::Function",
        ["groupId"] = "AWS::EC2::SecurityGroup",
        ["imageId"] = "AWS::EC2::Ami",
        ["instanceId"] = "AWS::EC2::Instance",
        ["instanceProfileName"] = "AWS::IAM::InstanceProfile",
        ["internetGatewayId"] = "AWS::EC2::InternetGateway",
        ["networkAclId"] = "AWS::EC2::NetworkAcl",
        ["networkInterfaceId"] = "AWS::EC2::NetworkInterface",
        ["policyArn"] = "AWS::IAM::Policy",
        ["roleName"] = "AWS::IAM::Role",
        ["routeTableId"] = "AWS::EC2::RouteTable",
        ["subnetId"] = "AWS::EC2::Subnet",
        ["topicArn"] = "AWS::SNS::Topic",
        ["userName"] = "AWS::IAM::User",
        ["vpcEndpointId"] = "AWS::EC2::VPCEndpoint",
        ["vpcId"] = "AWS::EC2::VPC",
        ["VpcId"] = "AWS::EC2::VPC",
    }.ToFrozenDictionary();

    public static JsonObject Of(JsonObject record) => JsonObject.Of(
        ("EventId", record["eventID"]),
        ("EventName", record["eventName"]),
        ("ReadOnly", record.Bool("readOnly") is true ? "true" : "false"),
        ("AccessKeyId", record.Object("userIdentity")?["accessKeyId"]),
        ("EventTime", record["eventTime"]),
        ("EventSource", record["eventSource"]),
        ("Username", UserOf(record.Object("userIdentity") ?? JsonObject.Empty) is { } user ? (JsonValue)user : null),
        ("Resources", JsonArray.From(ResourcesOf(record).Distinct().Select(resource => JsonObject.Of(
            ("ResourceType", resource.Type), ("ResourceName", resource.Name))))),
        ("CloudTrailEvent", record.ToString()));

    /// <summary>The user's name, the session's of an assumed role, <c>root</c>.</summary>
    private static string? UserOf(JsonObject identity) => identity.String("type") switch
    {
        "Root" => "root",
        "AssumedRole" => identity.String("arn")?.Split('/')[^1],
        _ => identity.String("userName") ?? identity.String("invokedBy"),
    };

    private static IEnumerable<(string Type, string Name)> ResourcesOf(JsonObject record) =>
    [
        .. from resource in record.Array("resources").Objects
           where resource.Has("type")
           select (resource.String("type") ?? "", NameOf(resource.String("ARN") ?? "")),
        .. NamedIn(record["requestParameters"]),
        .. NamedIn(record["responseElements"]),
    ];

    private static string NameOf(string arn) => arn[(arn.LastIndexOf(':') + 1)..].Split('/', 2) is [_, var name] ? name : arn[(arn.LastIndexOf(':') + 1)..];

    private static IEnumerable<(string Type, string Name)> NamedIn(JsonValue? value) => value switch
    {
        JsonObject members => members.SelectMany(member => member.Value is JsonString { Value.Length: > 0 } text
            ? Types.TryGetValue(member.Key, out var type) ? [(type, text.Value)] : []
            : NamedIn(member.Value)),
        JsonArray items => items.SelectMany(NamedIn),
        _ => [],
    };
}
