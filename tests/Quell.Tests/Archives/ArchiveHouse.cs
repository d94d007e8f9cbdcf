using Quell.Archives;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Tests.Events;

namespace Quell.Tests.Archives;

/// <summary>What tests of archives and replays have in common.</summary>
internal static class ArchiveHouse
{
    public static string BusArn(this TestBus test, string bus = "default") => BusTypes.BusArn(test.Scope, bus);

    public static Task<JsonObject> Archive(this TestBus test, string name, params (string Name, JsonValue? Value)[] more) =>
        test.Call("CreateArchive", [("ArchiveName", name), ("EventSourceArn", test.BusArn()), .. more]);

    /// <summary>Starts a replay of an archive's last two days.</summary>
    public static Task<JsonObject> Replay(this TestBus test, string name, string archive, params string[] rules) => test.Call(
        "StartReplay",
        ("ReplayName", name),
        ("EventSourceArn", ArchiveTypes.ArchiveArn(test.Scope, archive)),
        ("EventStartTime", Text(test.Time.GetUtcNow().AddDays(-2))),
        ("EventEndTime", Text(test.Time.GetUtcNow().AddDays(1))),
        ("Destination", JsonObject.Of(
            ("Arn", test.BusArn()),
            ("FilterArns", rules.Length == 0 ? null : JsonArray.From(rules.Select(rule => (JsonValue)BusTypes.RuleArn(test.Scope, "default", rule)))))));

    public static string Text(DateTimeOffset time) => Quell.Aws.Protocols.Timestamps.ToNeutral(time);

    public static Task<JsonObject> Describe(this TestBus test, string replay) => test.Call("DescribeReplay", ("ReplayName", replay));

    /// <summary>Waits for a replay to be over.</summary>
    public static async Task<JsonObject> Over(this TestBus test, string replay)
    {
        await TestBus.Until(() => ReplayStates.IsOver(test.Describe(replay).GetAwaiter().GetResult().String("State")));
        return await test.Describe(replay);
    }

    /// <summary>Puts events that carry numbers, the first one at a time and each a second later.</summary>
    public static async Task PutNumbers(this TestBus test, int count, int from = 1, DateTimeOffset? at = null)
    {
        for (var first = from; first < from + count; first += 10)
        {
            var entries = Enumerable.Range(first, Math.Min(10, from + count - first)).Select(n => (JsonValue)JsonObject.Of(
                ("Source", "app"), ("DetailType", "Thing"), ("Detail", $$"""{"n":{{n}}}"""),
                ("Time", at is { } start ? Text(start.AddSeconds(n - from)) : null)));
            (await test.Call("PutEvents", ("Entries", JsonArray.From(entries)))).Long("FailedEntryCount").ShouldBe(0);
        }
    }

    public static long Number(this Delivery delivery) => Json(delivery).Object("detail")!.Long("n")!.Value;

    public static JsonObject Json(this Delivery delivery) => (JsonObject)JsonValue.Parse(delivery.Payload.Span);

    public static long Count(this TestBus test, string table) => test.Journal.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;

    public static async Task<(long Count, long Bytes)> Held(this TestBus test, string archive)
    {
        var described = await test.Call("DescribeArchive", ("ArchiveName", archive));
        return (described.Long("EventCount")!.Value, described.Long("SizeBytes")!.Value);
    }
}
