using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Logs;

/// <summary>CreateLogStream, DescribeLogStreams and DeleteLogStream.</summary>
internal sealed class LogStreams(LogStore logs)
{
    public async ValueTask<CallResult> CreateLogStream(Call call, CancellationToken cancellationToken)
    {
        var group = logs.Existing(call);
        var name = call.Input.String("logStreamName") ?? "";
        if (name.Length is 0 or > 512 || name.AsSpan().IndexOfAny(':', '*') >= 0)
        {
            throw LogErrors.Invalid($"1 validation error detected: Value '{name}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*");
        }

        return await logs.CreateStream(group, name).ConfigureAwait(false)
            ? new(JsonObject.Empty)
            : throw LogErrors.StreamExists();
    }

    public async ValueTask<CallResult> DeleteLogStream(Call call, CancellationToken cancellationToken)
    {
        var group = logs.Existing(call);
        return await logs.DeleteStream(group, call.Input.String("logStreamName") ?? "").ConfigureAwait(false)
            ? new(JsonObject.Empty)
            : throw LogErrors.NoStream();
    }

    public ValueTask<CallResult> DescribeLogStreams(Call call, CancellationToken cancellationToken)
    {
        var (group, input) = (logs.Existing(call), call.Input);
        var prefix = input.String("logStreamNamePrefix") ?? "";
        var isByTime = input.String("orderBy") == "LastEventTime";
        if (isByTime && prefix.Length > 0)
        {
            throw LogErrors.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var limit = LogPage.Limit(input, 50, 50);
        var start = int.TryParse(LogPage.Read(input.String("nextToken")), out var place) ? place : 0;
        var rows = logs.Streams(group).Where(row => row.Name.StartsWith(prefix, StringComparison.Ordinal));
        rows = isByTime ? rows.OrderBy(row => row.Last ?? 0).ThenBy(row => row.Name, StringComparer.Ordinal) : rows.OrderBy(row => row.Name, StringComparer.Ordinal);
        var ordered = (input.Bool("descending") is true ? rows.Reverse() : rows).Skip(start).Take(limit + 1).ToList();
        return ValueTask.FromResult<CallResult>(new(JsonObject.Of(
            ("logStreams", JsonArray.From(ordered.Take(limit).Select(row => Described(group, row)))),
            ("nextToken", ordered.Count > limit ? (JsonValue)PageToken.Write($"{start + limit}") : null))));
    }

    private static JsonObject Described(LogGroup group, LogStreamRow row) => JsonObject.Of(
        ("logStreamName", row.Name),
        ("creationTime", row.Created),
        ("firstEventTimestamp", row.First is { } first ? (JsonValue)first : null),
        ("lastEventTimestamp", row.Last is { } last ? (JsonValue)last : null),
        ("lastIngestionTime", row.Ingested is { } ingested ? (JsonValue)ingested : null),
        ("uploadSequenceToken", $"{row.Id:d49}"),
        ("arn", $"{group.Arn}:log-stream:{row.Name}"),
        ("storedBytes", 0));
}
