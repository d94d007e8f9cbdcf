using Quell.Aws.Operations;

namespace Quell.Logs;

/// <summary>The operations of CloudWatch Logs.</summary>
internal static class LogOperations
{
    private const string Service = "logs";

    public static OperationTable AddLogs(this OperationTable table, LogStore logs)
    {
        var streams = new LogStreams(logs);
        var events = new LogEvents(logs, logs.Time);
        return table
            .Add(Service, "CreateLogGroup", LogGroups.CreateLogGroup)
            .Add(Service, "DeleteLogGroup", LogGroups.DeleteLogGroup)
            .Add(Service, "DescribeLogGroups", new LogGroups(logs).DescribeLogGroups)
            .Add(Service, "PutRetentionPolicy", LogGroups.PutRetentionPolicy)
            .Add(Service, "DeleteRetentionPolicy", LogGroups.DeleteRetentionPolicy)
            .Add(Service, "TagLogGroup", LogGroups.TagLogGroup)
            .Add(Service, "UntagLogGroup", LogGroups.UntagLogGroup)
            .Add(Service, "ListTagsLogGroup", LogGroups.ListTagsLogGroup)
            .Add(Service, "TagResource", LogGroups.TagResource)
            .Add(Service, "UntagResource", LogGroups.UntagResource)
            .Add(Service, "ListTagsForResource", LogGroups.ListTagsForResource)
            .Add(Service, "CreateLogStream", streams.CreateLogStream)
            .Add(Service, "DeleteLogStream", streams.DeleteLogStream)
            .Add(Service, "DescribeLogStreams", streams.DescribeLogStreams)
            .Add(Service, "PutLogEvents", events.PutLogEvents)
            .Add(Service, "GetLogEvents", events.GetLogEvents)
            .Add(Service, "FilterLogEvents", events.FilterLogEvents);
    }
}
