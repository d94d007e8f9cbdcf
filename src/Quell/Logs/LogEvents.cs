using System.Globalization;
using System.Text;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Logs;

/// <summary>PutLogEvents, GetLogEvents and FilterLogEvents.</summary>
internal sealed class LogEvents(LogStore logs, TimeProvider time)
{
    private const int MostEvents = 10_000;
    private const int MostBytes = 1_048_576;
    private const int PageBytes = 1_048_576;

    /// <summary>Rows that one FilterLogEvents looks at before it answers with a token.</summary>
    private const int SearchRows = 50_000;

    public async ValueTask<CallResult> PutLogEvents(Call call, CancellationToken cancellationToken)
    {
        var group = logs.Existing(call);
        var stream = call.Input.String("logStreamName") ?? "";
        if (!logs.HasStream(group, stream))
        {
            throw LogErrors.NoStream();
        }

        var lines = call.Input.Array("logEvents").Objects
            .Select(each => new LogLine(each.Long("timestamp") ?? 0, each.String("message") ?? "")).ToList();
        CheckBatch(lines);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (tooOld, tooNew) = (now - (long)TimeSpan.FromDays(14).TotalMilliseconds, now + (long)TimeSpan.FromHours(2).TotalMilliseconds);
        var expired = group.Retention is { } days ? now - (long)TimeSpan.FromDays(days).TotalMilliseconds : long.MinValue;
        var taken = lines.Where(line => line.Time >= tooOld && line.Time >= expired && line.Time <= tooNew).ToList();
        if (taken.Count > 0)
        {
            await logs.Append(call.Scope, group.Name, stream, taken).ConfigureAwait(false);
        }

        var firstNew = lines.FindIndex(line => line.Time > tooNew);
        var rejected = JsonObject.Of(
            ("tooNewLogEventStartIndex", firstNew < 0 ? null : (JsonValue)firstNew),
            ("tooOldLogEventEndIndex", EndIndex(lines, tooOld)),
            ("expiredLogEventEndIndex", expired > tooOld ? EndIndex(lines, expired) : null));
        return new(JsonObject.Of(
            ("nextSequenceToken", lines[^1].Time.ToString("d49", CultureInfo.InvariantCulture)),
            ("rejectedLogEventsInfo", rejected.Count == 0 ? null : rejected)));
    }

    public ValueTask<CallResult> GetLogEvents(Call call, CancellationToken cancellationToken)
    {
        var (group, input) = (logs.Existing(call), call.Input);
        var stream = input.String("logStreamName") ?? "";
        if (!logs.HasStream(group, stream))
        {
            throw LogErrors.NoStream();
        }

        var token = input.String("nextToken");
        var (isForward, place) = token is null
            ? (input.Bool("startFromHead") is true, (LogPlace?)null)
            : (token.StartsWith("f/", StringComparison.Ordinal), LogPlace.Parse(token));
        var limit = LogPage.Limit(input, MostEvents, MostEvents);
        var rows = logs.Read(new(group, [stream], input.Long("startTime"), input.Long("endTime")) { From = place, IsForward = isForward, Limit = limit });
        rows = Fitting(rows);
        if (!isForward)
        {
            rows.Reverse();
        }

        var (first, last) = rows.Count == 0 ? (place ?? LogPlace.Start, place ?? LogPlace.Start) : (rows[0].Place, rows[^1].Place);
        return ValueTask.FromResult<CallResult>(new(JsonObject.Of(
            ("events", JsonArray.From(rows.Select(row => JsonObject.Of(("timestamp", row.Time), ("message", row.Message), ("ingestionTime", row.Ingested))))),
            ("nextForwardToken", last.ToToken("f/")),
            ("nextBackwardToken", first.ToToken("b/")))));
    }

    public ValueTask<CallResult> FilterLogEvents(Call call, CancellationToken cancellationToken)
    {
        var (group, input) = (logs.Existing(call), call.Input);
        var filter = LogFilter.Parse(input.String("filterPattern"));
        var limit = LogPage.Limit(input, MostEvents, MostEvents);
        var names = input.Array("logStreamNames").Strings.ToList();
        var prefix = input.String("logStreamNamePrefix");
        if (names.Count > 0 && prefix is not null)
        {
            throw LogErrors.Invalid("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
        }

        if (names.Count == 0)
        {
            names = [.. logs.Streams(group).Select(row => row.Name).Where(name => name.StartsWith(prefix ?? "", StringComparison.Ordinal))];
        }

        var place = input.String("nextToken") is { } token ? LogPlace.Parse(token) : (LogPlace?)null;
        var looked = logs.Read(new(group, names, input.Long("startTime"), input.Long("endTime")) { From = place, IsForward = true, Limit = SearchRows });
        var found = Fitting([.. looked.Where(row => filter.Matches(row.Message)).Take(limit)]);
        var isCut = found.Count > 0 && (found.Count == limit || found.Count < looked.Count(row => filter.Matches(row.Message)));
        var end = isCut ? found[^1].Place : looked.Count == SearchRows ? looked[^1].Place : (LogPlace?)null;
        return ValueTask.FromResult<CallResult>(new(JsonObject.Of(
            ("events", JsonArray.From(found.Select(Filtered))),
            ("searchedLogStreams", JsonArray.Empty),
            ("nextToken", end is { } next ? (JsonValue)next.ToToken("f/") : null))));
    }

    private static JsonObject Filtered(LogRow row) => JsonObject.Of(
        ("logStreamName", row.Stream),
        ("timestamp", row.Time),
        ("message", row.Message),
        ("ingestionTime", row.Ingested),
        ("eventId", row.Id.ToString("d56", CultureInfo.InvariantCulture)));

    /// <summary>As many of the rows as one answer may hold.</summary>
    private static List<LogRow> Fitting(List<LogRow> rows)
    {
        var bytes = 0L;
        return [.. rows.TakeWhile((row, position) => (bytes += Encoding.UTF8.GetByteCount(row.Message) + LogTable.EventOverhead) <= PageBytes || position == 0)];
    }

    private static void CheckBatch(List<LogLine> lines)
    {
        if (lines.Count is 0 or > MostEvents)
        {
            throw LogErrors.Invalid($"1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length {(lines.Count == 0 ? "greater than or equal to 1" : $"less than or equal to {MostEvents}")}");
        }

        if (lines.Exists(line => line.Message.Length == 0))
        {
            throw LogErrors.Invalid("1 validation error detected: Value '' at 'logEvents.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }

        if (lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line.Message) + LogTable.EventOverhead) > MostBytes)
        {
            throw LogErrors.Invalid($"Upload too large: the batch exceeds the limit of {MostBytes} bytes.");
        }

        if (lines.Zip(lines.Skip(1)).Any(pair => pair.First.Time > pair.Second.Time))
        {
            throw LogErrors.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        }

        if (lines[^1].Time - lines[0].Time > TimeSpan.FromHours(24).TotalMilliseconds)
        {
            throw LogErrors.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private static JsonValue? EndIndex(List<LogLine> lines, long least)
    {
        var count = lines.FindLastIndex(line => line.Time < least) + 1;
        return count == 0 ? null : (JsonValue)count;
    }
}
