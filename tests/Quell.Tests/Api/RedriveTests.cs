using Quell.Engine.Json;
using Quell.Tests.Cli;

namespace Quell.Tests.Api;

/// <summary>Dead letters in a queue go again to the targets of their rules.</summary>
[Trait("Requirement", "D7")]
public sealed class RedriveTests(RunningQuell quell) : IClassFixture<RunningQuell>
{
    [Fact]
    public async Task Letters_leave_the_queue_and_reach_their_targets_and_others_stay_with_a_reason()
    {
        var letters = await Queue("letters");
        await quell.Aws("events", "AWSEvents.PutRule", """{"Name":"orders","EventPattern":"{\"source\":[\"test.redrive\"]}"}""");
        await quell.Aws("events", "AWSEvents.PutTargets", JsonObject.Of(("Rule", "orders"), ("Targets", new JsonArray(
        [
            Target("whole", "orders"), Target("shaped", "shaped").With("InputPath", "$.detail-type"), Target("gone", "gone"),
        ]))).ToString());
        var id = await quell.PutEvent("test.redrive");
        await quell.Until($"deliveries?event={id}&state=dead-letter", body => body.Array("deliveries").Count == 3);
        await quell.Aws("sqs", "AmazonSQS.SendMessage", JsonObject.Of(("QueueUrl", letters), ("MessageBody", "no letter")).ToString());
        await quell.Aws("events", "AWSEvents.RemoveTargets", """{"Rule":"orders","Ids":["gone"]}""");
        var (orders, shaped) = (await Queue("orders"), await Queue("shaped"));

        var (status, answer) = await quell.Post("deliveries/redrive", """{"queue":"letters"}""");

        status.ShouldBe(200, answer.ToString());
        answer.Array("redriven").Count.ShouldBe(2);
        answer.Array("left").Objects.Select(letter => letter.String("reason")).Order().ShouldBe(
        [
            "It is no dead letter of a rule: it has no RULE_ARN and TARGET_ARN.",
            "The rule arn:aws:events:us-east-1:000000000000:rule/orders is gone, or has no target arn:aws:sqs:us-east-1:000000000000:gone.",
        ]);
        ((JsonObject)JsonValue.Parse(await Received(orders))).String("id").ShouldBe(id);
        (await Received(shaped)).ShouldBe("\"t\"");
        await quell.Until($"deliveries?event={id}&state=delivered", body => body.Array("deliveries").Count == 2);
        (await quell.Get($"deliveries?event={id}")).Body.Array("deliveries").Count.ShouldBe(3);
        (await Received(letters)).ShouldNotBeEmpty();
        (await quell.Post("deliveries/redrive", """{"queue":"none"}""")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_command_says_what_was_sent_and_what_stays()
    {
        var letters = await Queue("others");
        await quell.Aws("sqs", "AmazonSQS.SendMessage", JsonObject.Of(("QueueUrl", letters), ("MessageBody", "no letter")).ToString());

        using var shell = new Shell();
        (await shell.Run("deliveries", "--redrive-queue", "others", "--endpoint", quell.Endpoint.ToString())).ShouldBe(1);

        shell.Out.Trim().ShouldBe("0 sent again.");
        shell.Error.ShouldContain("it has no RULE_ARN and TARGET_ARN");
    }

    [Fact]
    public async Task Why_shows_what_a_replay_made_of_an_event_and_a_replayed_dead_letter_is_redriven()
    {
        await Queue("replayed-letters");
        await quell.Aws("events", "AWSEvents.CreateArchive", """{"ArchiveName":"why","EventSourceArn":"arn:aws:events:us-east-1:000000000000:event-bus/default","EventPattern":"{\"source\":[\"test.replayed\"]}"}""");
        var id = await quell.PutEvent("test.replayed");
        await quell.Aws("events", "AWSEvents.PutRule", """{"Name":"replayed","EventPattern":"{\"source\":[\"test.replayed\"]}"}""");
        await quell.Aws("events", "AWSEvents.PutTargets", JsonObject.Of(("Rule", "replayed"), ("Targets", new JsonArray(
        [
            Target("late", "late").With("DeadLetterConfig", JsonObject.Of(("Arn", "arn:aws:sqs:us-east-1:000000000000:replayed-letters"))),
        ]))).ToString());

        (await quell.Post("replays", """{"archive":"why","name":"tonight","rules":["replayed"],"to":"2100-01-01T00:00:00Z"}""")).Status.ShouldBe(200);
        await quell.Until("replays/tonight", replay => replay.String("state") == "COMPLETED");
        var chain = await quell.Until($"why/{id}", body => Delivery(body)?.String("state") == "dead-letter");
        Delivery(chain)!.String("replay").ShouldBe("tonight");
        Delivery((await quell.Get($"why/{Delivery(chain)!.Long("id")}")).Body)!.Long("id").ShouldBe(Delivery(chain)!.Long("id"));

        var late = await Queue("late");
        (await quell.Post("deliveries/redrive", """{"queue":"replayed-letters"}""")).Body.Array("redriven").Count.ShouldBe(1);
        ((JsonObject)JsonValue.Parse(await Received(late))).String("replay-name").ShouldBe("tonight");
        (await quell.Until($"why/{id}", body => Delivery(body)?.String("state") == "delivered")).Array("rules").Objects.Single().Array("deliveries").Count.ShouldBe(1);

        static JsonObject? Delivery(JsonObject chain) => chain.Array("rules").Objects.Single().Array("deliveries").Objects.FirstOrDefault();
    }

    private static JsonObject Target(string id, string queue) => JsonObject.Of(
        ("Id", id), ("Arn", $"arn:aws:sqs:us-east-1:000000000000:{queue}"), ("DeadLetterConfig", JsonObject.Of(("Arn", "arn:aws:sqs:us-east-1:000000000000:letters"))));

    private async Task<string> Queue(string name) =>
        (await quell.Aws("sqs", "AmazonSQS.CreateQueue", JsonObject.Of(("QueueName", name)).ToString())).String("QueueUrl")!;

    private async Task<string> Received(string url) =>
        (await quell.Aws("sqs", "AmazonSQS.ReceiveMessage", JsonObject.Of(("QueueUrl", url), ("WaitTimeSeconds", 20)).ToString()))
            .Array("Messages").Objects.Single().String("Body")!;
}
