using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Flow logs of VPCs, subnets, interfaces and transit gateways. That they are on is all: in the sandbox no traffic flows.</summary>
internal static partial class FlowLogs
{
    private const string StandardFormat =
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} "
        + "${start} ${end} ${action} ${log-status}";

    private static readonly Listing All = new(
        Ec2Kinds.FlowLog,
        "FlowLogs",
        "FlowLogIds",
        new Filters
        {
            ["deliver-log-status"] = "DeliverLogsStatus",
            ["flow-log-id"] = "FlowLogId",
            ["log-destination-type"] = "LogDestinationType",
            ["log-group-name"] = "LogGroupName",
            ["resource-id"] = "ResourceId",
            ["traffic-type"] = "TrafficType",
        },
        FilterMember: "Filter");

    private static readonly Dictionary<string, Ec2Kind> Kinds = new()
    {
        ["VPC"] = Ec2Kinds.Vpc,
        ["Subnet"] = Ec2Kinds.Subnet,
        ["NetworkInterface"] = Ec2Kinds.NetworkInterface,
        ["TransitGateway"] = Ec2Kinds.TransitGateway,
        ["TransitGatewayAttachment"] = Ec2Kinds.TransitGatewayAttachment,
    };

    public static OperationTable AddFlowLogs(this OperationTable table) => table
        .AddEc2(
            "CreateFlowLogs",
            "ResourceIds ResourceType TrafficType LogDestinationType LogDestination LogGroupName LogFormat DeliverLogsPermissionArn "
            + "MaxAggregationInterval DestinationOptions TagSpecifications ClientToken",
            CreateFlowLogs)
        .AddEc2("DescribeFlowLogs", All)
        .AddEc2("DeleteFlowLogs", "FlowLogIds", DeleteFlowLogs);

    private static JsonObject CreateFlowLogs(Ec2Region ec2, JsonObject input)
    {
        var kind = Kinds.GetValueOrDefault(input.Text("ResourceType"))
            ?? throw Inputs.InvalidValue(input.Text("ResourceType"), "ResourceType", $"Expected one of: {string.Join(", ", Kinds.Keys)}.");
        var resources = ec2.Need(kind, input.Texts("ResourceIds"));
        var settings = Settings(input);
        if (MissingBucket(ec2, settings) is { } missing)
        {
            return Answer(input, [], [.. resources.Select(resource => Failed(resource.Text(kind.IdMember), missing))]);
        }

        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.FlowLog);
        return Answer(input, [.. resources.Select(resource => New(ec2, resource.Text(kind.IdMember), settings, tags))], []);
    }

    private static JsonObject Answer(JsonObject input, JsonValue[] ids, JsonValue[] unsuccessful) => JsonObject.Of(
        ("ClientToken", input["ClientToken"]), ("FlowLogIds", new JsonArray([.. ids])), ("Unsuccessful", new JsonArray([.. unsuccessful])));

    private static JsonObject Failed(string id, string message) => JsonObject.Of(
        ("ResourceId", id), ("Error", JsonObject.Of(("Code", "400"), ("Message", message))));

    private static JsonValue New(Ec2Region ec2, string resourceId, JsonObject settings, JsonArray tags)
    {
        if (ec2.In(Ec2Kinds.FlowLog, "ResourceId", resourceId).Any(other => Equals(other["TrafficType"], settings["TrafficType"]) && Equals(Place(other), Place(settings))))
        {
            throw new AwsException(
                "FlowLogAlreadyExists", "Error. There is an existing Flow Log with the same configuration and log destination.");
        }

        var log = ec2.Put(Ec2Kinds.FlowLog, JsonObject.Of(
            ("CreationTime", ec2.NowText),
            ("DeliverLogsStatus", "SUCCESS"),
            ("FlowLogId", ec2.NewId(Ec2Kinds.FlowLog.Prefix)),
            ("FlowLogStatus", "ACTIVE"),
            ("ResourceId", resourceId),
            ("Tags", tags)).Merge(settings));
        return log["FlowLogId"]!;
    }

    /// <summary>Where the records go: a log group by its name, however it was given.</summary>
    private static JsonValue? Place(JsonObject log) => log["LogGroupName"] ?? log["LogDestination"];

    private static JsonObject Settings(JsonObject input)
    {
        var isTransit = input.Text("ResourceType").StartsWith("TransitGateway", StringComparison.Ordinal);
        var destinationType = input.String("LogDestinationType") ?? "cloud-watch-logs";
        if (input.Has("TrafficType") == isTransit)
        {
            throw new AwsException("InvalidParameter", isTransit
                ? $"TrafficType is not supported if ResourceType is {input.String("ResourceType")}."
                : $"TrafficType can't be empty if ResourceType is {input.String("ResourceType")}.");
        }

        if (input.Long("MaxAggregationInterval") is not (null or 60 or 600))
        {
            throw new AwsException("InvalidParameter", "Invalid Flow Log Max Aggregation Interval");
        }

        return JsonObject.Of(
            ("TrafficType", input["TrafficType"]),
            ("LogDestinationType", destinationType),
            ("LogFormat", Format(input.String("LogFormat"))),
            ("MaxAggregationInterval", input.Long("MaxAggregationInterval") ?? (isTransit ? 60 : 600)),
            ("DeliverLogsPermissionArn", input["DeliverLogsPermissionArn"]),
            ("DestinationOptions", destinationType == "s3" ? DestinationOptions(input) : null))
            .Merge(Destination(input, destinationType));
    }

    /// <summary>A log group that was given by its name is shown by it alone (CLI Command Reference, "describe-flow-logs", example 1).</summary>
    private static JsonObject Destination(JsonObject input, string type)
    {
        var arn = input.String("LogDestination");
        if (type != "cloud-watch-logs")
        {
            return arn is not null
                ? JsonObject.Of(("LogDestination", arn))
                : throw new AwsException("InvalidParameter", $"LogDestination can't be empty if LogDestinationType is {type}.");
        }

        if (!input.Has("DeliverLogsPermissionArn"))
        {
            throw new AwsException("InvalidParameter", "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.");
        }

        if (arn is not null == input.Has("LogGroupName"))
        {
            throw new AwsException(
                arn is null ? "InvalidParameter" : "InvalidParameterCombination",
                arn is null ? "LogGroupName can't be empty if LogDestination is empty." : "Please only provide LogGroupName or only provide LogDestination.");
        }

        const string Resource = ":log-group:";
        var group = input.String("LogGroupName") ?? (arn!.Contains(Resource, StringComparison.Ordinal)
            ? arn[(arn.IndexOf(Resource, StringComparison.Ordinal) + Resource.Length)..].Split(':')[0]
            : throw Inputs.InvalidValue(arn, "LogDestination", "Expected the ARN of a log group."));
        return JsonObject.Of(("LogGroupName", group), ("LogDestination", arn));
    }

    private static JsonObject DestinationOptions(JsonObject input)
    {
        var given = input.Object("DestinationOptions") ?? JsonObject.Empty;
        return JsonObject.Of(
            ("FileFormat", given["FileFormat"] ?? "plain-text"),
            ("HiveCompatiblePartitions", given["HiveCompatiblePartitions"] ?? false),
            ("PerHourPartition", given["PerHourPartition"] ?? false));
    }

    private static string Format(string? format) => format is null ? StandardFormat
        : Fields().IsMatch(format) ? format
        : throw new AwsException("InvalidParameter", $"Invalid LogFormat '{format}'. Expected fields as ${{field-id}}, separated by spaces.");

    /// <summary>Why the bucket that is to take the logs cannot; null where it can, or where they go elsewhere.</summary>
    private static string? MissingBucket(Ec2Region ec2, JsonObject settings)
    {
        if (settings.String("LogDestinationType") != "s3")
        {
            return null;
        }

        var arn = settings.Text("LogDestination");
        var bucket = arn[(arn.LastIndexOf(':') + 1)..].Split('/')[0];
        return Bucket.Find(ec2.Transaction.State.Current, bucket) is null ? $"LogDestination: {bucket} does not exist." : null;
    }

    private static JsonObject DeleteFlowLogs(Ec2Region ec2, JsonObject input)
    {
        foreach (var log in ec2.Need(Ec2Kinds.FlowLog, input.Texts("FlowLogIds")))
        {
            ec2.Delete(Ec2Kinds.FlowLog, log);
        }

        return JsonObject.Of(("Unsuccessful", JsonArray.Empty));
    }

    [GeneratedRegex(@"\A\$\{[a-z0-9-]+\}( \$\{[a-z0-9-]+\})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fields();
}
