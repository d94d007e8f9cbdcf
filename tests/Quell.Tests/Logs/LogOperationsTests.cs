using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Logs;
using Quell.Tests.Functions;

namespace Quell.Tests.Logs;

public sealed class LogOperationsTests
{
    private static readonly (string, JsonValue?) Group = ("logGroupName", "/app");
    private static readonly (string, JsonValue?) Stream = ("logStreamName", "one");

    [Fact]
    public async Task Groups_are_created_once_listed_by_prefix_and_page_and_deleted_with_their_rows()
    {
        await using var bench = await FunctionBench.Start();
        foreach (var name in new[] { "/app", "/app2", "/other" })
        {
            await bench.Call("logs", "CreateLogGroup", ("logGroupName", name));
        }

        (await bench.Refused("logs", "CreateLogGroup", Group)).Code.ShouldBe("ResourceAlreadyExistsException");
        var first = await bench.Call("logs", "DescribeLogGroups", ("logGroupNamePrefix", "/app"), ("limit", 1));
        first.Array("logGroups").Objects.Single().String("arn").ShouldBe("arn:aws:logs:eu-west-1:123456789012:log-group:/app:*");
        var second = await bench.Call("logs", "DescribeLogGroups", ("logGroupNamePrefix", "/app"), ("limit", 1), ("nextToken", first["nextToken"]));
        second.Array("logGroups").Objects.Single().String("logGroupName").ShouldBe("/app2");
        second.Has("nextToken").ShouldBeFalse();

        await Put(bench, "hello");
        await bench.Call("logs", "DeleteLogGroup", Group);
        await bench.Logs.Prune();

        bench.Journal.Read(connection => connection.Number("SELECT count(*) FROM log_events")).ShouldBe(0);
        (await bench.Refused("logs", "GetLogEvents", Group, Stream)).Message.ShouldBe("The specified log group does not exist.");
    }

    [Fact]
    public async Task Events_are_read_in_pages_in_both_directions()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Call("logs", "CreateLogGroup", Group);
        await Put(bench, "a", "b", "c");

        var head = await bench.Call("logs", "GetLogEvents", Group, Stream, ("startFromHead", true), ("limit", 2));
        Messages(head).ShouldBe(["a", "b"]);
        var next = await bench.Call("logs", "GetLogEvents", Group, Stream, ("nextToken", head["nextForwardToken"]));
        Messages(next).ShouldBe(["c"]);
        var end = await bench.Call("logs", "GetLogEvents", Group, Stream, ("nextToken", next["nextForwardToken"]));
        Messages(end).ShouldBeEmpty();
        end.String("nextForwardToken").ShouldBe(next.String("nextForwardToken"));
        Messages(await bench.Call("logs", "GetLogEvents", Group, Stream, ("limit", 2))).ShouldBe(["b", "c"]);
        Messages(await bench.Call("logs", "GetLogEvents", Group, Stream, ("nextToken", next["nextBackwardToken"]))).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Filtering_finds_terms_in_all_streams_page_by_page()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Call("logs", "CreateLogGroup", Group);
        await Put(bench, "ERROR one", "fine", "ERROR two", "ERROR three");

        var first = await bench.Call("logs", "FilterLogEvents", Group, ("filterPattern", "ERROR -three"), ("limit", 1));
        Messages(first).ShouldBe(["ERROR one"]);
        var second = await bench.Call("logs", "FilterLogEvents", Group, ("filterPattern", "ERROR -three"), ("nextToken", first["nextToken"]));
        Messages(second).ShouldBe(["ERROR two"]);
        second.Has("nextToken").ShouldBeFalse();
    }

    [Fact]
    public async Task A_batch_out_of_order_or_to_no_stream_is_refused_and_what_is_too_old_is_told()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Call("logs", "CreateLogGroup", Group);
        (await bench.Refused("logs", "PutLogEvents", Group, Stream, Lines((0, "x")))).Message.ShouldBe("The specified log stream does not exist.");
        await bench.Call("logs", "CreateLogStream", Group, Stream);

        (await bench.Refused("logs", "PutLogEvents", Group, Stream, Lines((0, "x"), (-1, "y")))).Message.ShouldContain("chronological order");
        var answer = await bench.Call("logs", "PutLogEvents", Group, Stream, Lines((-15 * 86_400_000L, "old")));

        answer.Object("rejectedLogEventsInfo")?.Long("tooOldLogEventEndIndex").ShouldBe(1);
        (await bench.Call("logs", "DescribeLogStreams", Group)).Array("logStreams").Objects.Single().String("logStreamName").ShouldBe("one");
    }

    [Fact]
    public async Task An_event_that_goes_to_a_group_is_one_log_event_at_the_events_time()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Call("logs", "CreateLogGroup", Group);
        var target = new LogGroupTarget(bench.Logs);

        await Accept(bench, target, """{"id": "e", "time": "2026-01-02T03:04:05Z"}""", JsonObject.Empty);
        await Accept(bench, target, """{"timestamp": 7, "message": "made"}""", JsonObject.Of(("InputTransformer", JsonObject.Empty)));
        await Accept(bench, target, """{"timestamp": "2026-01-02T03:04:05Z", "message": "made of a time"}""", JsonObject.Of(("InputTransformer", JsonObject.Empty)));
        var refusal = await Should.ThrowAsync<DeliveryException>(
            () => Accept(bench, target, "\"text\"", JsonObject.Of(("InputTransformer", JsonObject.Empty))));

        refusal.IsTransient.ShouldBeFalse();
        var found = (await bench.Call("logs", "FilterLogEvents", Group)).Array("events").Objects.ToList();
        found.Select(each => (each.Long("timestamp"), each.String("message")))
            .ShouldBe([(7L, "made"), (1_767_323_045_000L, """{"id": "e", "time": "2026-01-02T03:04:05Z"}"""), (1_767_323_045_000L, "made of a time")]);
    }

    private static async Task Accept(FunctionBench bench, LogGroupTarget target, string payload, JsonObject spec)
    {
        var handOver = await target.Accept(
            new()
            {
                Id = 1,
                EventSequence = 1,
                EventId = "e",
                Source = "rule",
                Target = "arn:aws:logs:eu-west-1:123456789012:log-group:/app:*",
                Spec = spec,
                Payload = System.Text.Encoding.UTF8.GetBytes(payload),
                Created = bench.Time.GetUtcNow(),
            },
            CancellationToken.None);
        await bench.Journal.Write(connection => handOver.Write?.Invoke(connection));
    }

    private static async Task Put(FunctionBench bench, params string[] messages)
    {
        await bench.Call("logs", "CreateLogStream", Group, Stream);
        await bench.Call("logs", "PutLogEvents", Group, Stream, Lines([.. messages.Select((message, number) => ((long)number, message))]));
    }

    private static (string, JsonValue?) Lines(params (long Offset, string Message)[] lines)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return ("logEvents", JsonArray.From(lines.Select(line => (JsonValue)JsonObject.Of(("timestamp", now + line.Offset), ("message", line.Message)))));
    }

    private static IEnumerable<string?> Messages(JsonObject answer) => answer.Array("events").Objects.Select(each => each.String("message"));
}
