using System.Globalization;
using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>The real process dies during a replay: the next one goes on where the last commit was, and no event is replayed twice.</summary>
[Trait("Requirement", "D7")]
public sealed class ReplayCrashTests
{
    private const int Events = 2_000;
    private const string Account = "000000000000";

    public static IReadOnlyList<string> Points { get; } = [CrashPoint.ReplayAfterPage];

    [Theory]
    [InlineData(CrashPoint.ReplayAfterPage, 1)]
    [InlineData(CrashPoint.ReplayAfterPage, 4)]
    [InlineData(CrashPoint.JournalBeforeCommit, 6)]
    [InlineData(CrashPoint.JournalAfterCommit, 6)]
    [InlineData(CrashPoint.DeliveryAfterSend, 700)]
    public async Task A_replay_goes_on_after_a_crash_and_each_event_comes_once(string point, int count)
    {
        using var client = new PuttingClient(Events);
        var data = Directory.CreateTempSubdirectory("quell-crash-").FullName;
        var first = await QuellProcess.Start([], data);
        await client.Call(first, "sqs", "CreateQueue", JsonObject.Of(("QueueName", "again")));
        await client.Call(first, "events", "CreateArchive", JsonObject.Of(("ArchiveName", "all"), ("EventSourceArn", Arn("events", "event-bus/default"))));
        (await client.Put(first)).ShouldBeTrue(first.Output);
        await client.Call(first, "events", "PutRule", JsonObject.Of(("Name", "again"), ("EventPattern", """{"source":["crash.test"],"replay-name":["crashed"]}""")));
        await client.Call(first, "events", "PutTargets", JsonObject.Of(
            ("Rule", "again"), ("Targets", new JsonArray([JsonObject.Of(("Id", "q"), ("Arn", Arn("sqs", "again")))]))));
        await first.Stop();

        await Die(client, data, point, count);
        await using var quell = await QuellProcess.Start([], data);
        await QuellProcess.Eventually(
            async () => (await client.Call(quell, "events", "DescribeReplay", JsonObject.Of(("ReplayName", "crashed")))).Output.String("State"),
            state => state == "COMPLETED");
        using var facts = new JournalFacts(data);
        await facts.Drained();

        var ids = facts.Messages("again").Select(message => message.String("id")!).ToList();
        ids.Count.ShouldBe(Events);
        ids.Order().ShouldBe(client.Acknowledged.Order());
        facts.Integrity().ShouldBe("ok");
    }

    private static async Task Die(PuttingClient client, string data, string point, int count)
    {
        var armed = QuellProcess.Launch([], data, new Dictionary<string, string> { ["QUELL_CRASH_AT"] = $"{point}:{count}" });
        (await armed.IsReady()).ShouldBeTrue(armed.Output);
        await client.Call(armed, "events", "StartReplay", JsonObject.Of(
            ("ReplayName", "crashed"),
            ("EventSourceArn", Arn("events", "archive/all")),
            ("EventStartTime", Time(-1)),
            ("EventEndTime", Time(1)),
            ("Destination", JsonObject.Of(("Arn", Arn("events", "event-bus/default")), ("FilterArns", new JsonArray([Arn("events", "rule/again")]))))));
        await armed.Died();
    }

    private static string Arn(string service, string resource) => $"arn:aws:{service}:us-east-1:{Account}:{resource}";

    private static string Time(int hours) => DateTimeOffset.UtcNow.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
