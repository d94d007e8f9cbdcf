using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Tests.Examples;

namespace Quell.Tests.Archives;

/// <summary>Archives and replays as the AWS CLI, boto3 and Quell's own commands use them.</summary>
[Trait("Requirement", "D7")]
public sealed class ArchivesOverTheWireTests
{
    private const string Bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
    private const string Queue = "arn:aws:sqs:us-east-1:000000000000:again";

    [Boto3Fact(Boto3FactAttribute.Default)]
    public Task Todays_boto3_archives_replays_and_redrives() => Run(Boto3FactAttribute.Default);

    [RealClientFact]
    public async Task The_AWS_CLI_archives_events_and_replays_them_to_a_rule_and_Quells_own_commands_show_and_start_replays()
    {
        await using var quell = await QuellProcess.Start([]);
        await quell.Aws("sqs", "create-queue", "--queue-name", "again");
        var archive = await quell.Aws(
            "events", "create-archive", "--archive-name", "orders", "--event-source-arn", Bus, "--event-pattern", """{"source":["shop"]}""", "--retention-days", "3");
        archive.String("State").ShouldBe("ENABLED");
        await quell.Aws("events", "put-events", "--entries", """[{"Source":"shop","DetailType":"Order","Detail":"{\"n\":1}"},{"Source":"other","DetailType":"Order","Detail":"{}"}]""");
        var described = await quell.Aws("events", "describe-archive", "--archive-name", "orders");
        (described.Long("EventCount"), described.Long("RetentionDays")).ShouldBe((1, 3));
        await quell.Aws("events", "put-rule", "--name", "again", "--event-pattern", """{"source":["shop"]}""");
        await quell.Aws("events", "put-targets", "--rule", "again", "--targets", $"Id=q,Arn={Queue}");

        await quell.Aws(
            "events", "start-replay", "--replay-name", "first", "--event-source-arn", archive.String("ArchiveArn")!,
            "--event-start-time", "2020-01-01T00:00:00Z", "--event-end-time", "2100-01-01T00:00:00Z", "--destination", $"Arn={Bus}");
        await QuellProcess.Eventually(() => quell.Aws("events", "describe-replay", "--replay-name", "first"), replay => replay.String("State") == "COMPLETED");
        (await Received(quell)).String("replay-name").ShouldBe("first");

        var second = (JsonObject)await quell.Quell("replays", "second", "--start", "orders", "--from", "1h", "--rule", "again", "--follow");
        (second.String("state"), second.Long("events"), second.Long("deliveries")).ShouldBe(("COMPLETED", 1, 1));
        (await Received(quell)).String("replay-name").ShouldBe("second");
        ((JsonObject)await quell.Quell("replays")).Array("replays").Objects.Select(replay => replay.String("name")).ShouldBe(["second", "first"]);
        var listed = ((JsonObject)await quell.Quell("archives")).Array("archives").Objects.Single();
        (listed.String("name"), listed.Long("events"), listed.String("bus")).ShouldBe(("orders", 1, "default"));
        var (code, _, error) = await QuellProcess.Run(
            QuellProcess.Program, ["replays", "second", "--cancel", "--data", quell.DataFolder], QuellProcess.ClientEnvironment);
        (code, error.Trim()).ShouldBe((2, "quell: Replay second is not in a valid state for this operation."));
    }

    private static async Task<JsonObject> Received(QuellProcess quell)
    {
        var url = (await quell.Aws("sqs", "get-queue-url", "--queue-name", "again")).String("QueueUrl")!;
        var messages = (await quell.Aws("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "20")).Array("Messages");
        var message = messages.Objects.Single();
        await quell.Aws("sqs", "delete-message", "--queue-url", url, "--receipt-handle", message.String("ReceiptHandle")!);
        return (JsonObject)JsonValue.Parse(message.String("Body")!);
    }

    private static async Task Run(string python)
    {
        var folder = Directory.CreateTempSubdirectory("quell-archives-").FullName;
        await using (var server = QuellServer.Create(new ServerOptions { DataFolder = folder, Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance))
        {
            await server.Start(CancellationToken.None);
            var script = Path.Combine(AppContext.BaseDirectory, "Archives", "archives_over_the_wire.py");
            var (status, output) = await Task.Run(() => Boto3FactAttribute.Run(python, [script, server.Address.ToString().TrimEnd('/')]));
            status.ShouldBe(0, output);
        }

        Directory.Delete(folder, recursive: true);
    }
}
