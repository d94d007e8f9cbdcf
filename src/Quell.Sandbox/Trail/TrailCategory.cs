using System.Collections.Frozen;
using Quell.Aws.Models;

namespace Quell.Sandbox.Trail;

/// <summary>
/// Tells data events (what is done with a resource's content) from management events. Data events are recorded only by
/// trails that ask for them and never become events on the default bus (CloudTrail User Guide, "Logging data events").
/// </summary>
internal static class TrailCategory
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Data = new Dictionary<string, FrozenSet<string>>
    {
        ["s3"] = ["ListObjects", "ListObjectsV2", "ListObjectVersions", "ListMultipartUploads", "DeleteObjects"],
        ["lambda"] = ["Invoke", "InvokeAsync", "InvokeWithResponseStream"],
        ["sns"] = ["Publish", "PublishBatch"],
        ["sqs"] =
        [
            "SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch", "ChangeMessageVisibility",
            "ChangeMessageVisibilityBatch",
        ],
        ["events"] = ["PutEvents"],
        ["logs"] = ["PutLogEvents", "GetLogEvents", "FilterLogEvents", "GetLogRecord", "GetQueryResults"],
        ["cloudwatch"] = ["PutMetricData", "GetMetricData", "GetMetricStatistics", "GetMetricWidgetImage"],
        ["dynamodb"] =
        [
            "BatchExecuteStatement", "BatchGetItem", "BatchWriteItem", "DeleteItem", "ExecuteStatement", "ExecuteTransaction", "GetItem",
            "PutItem", "Query", "Scan", "TransactGetItems", "TransactWriteItems", "UpdateItem",
        ],
        ["kinesis"] = ["GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"],
    }.ToFrozenDictionary();

    public static bool IsData(string service, OperationModel operation) =>
        (Data.TryGetValue(service, out var names) && names.Contains(operation.Name))
        || (service == "s3" && operation.Input?.Find("Key") is { Location: MemberLocation.Uri });
}
