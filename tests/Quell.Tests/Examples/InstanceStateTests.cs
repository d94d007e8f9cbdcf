using Quell.Engine.Json;

namespace Quell.Tests.Examples;

/// <summary>What follows from an instance that has started (EventBridge user guide, "Amazon EC2 events").</summary>
public sealed class InstanceStateTests
{
    private const string Pattern =
        """{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["running"]}}""";

    [RealClientFact]
    [Trait("Requirement", "N6")]
    public async Task An_instance_that_runs_sets_the_target_going_exactly_once()
    {
        await using var quell = await QuellProcess.Start([]);
        var queue = (await quell.Aws("sqs", "create-queue", "--queue-name", "running")).String("QueueUrl") ?? "";
        await quell.Aws("events", "put-rule", "--name", "running", "--event-pattern", Pattern);
        var target = "Id=queue,Arn=arn:aws:sqs:us-east-1:000000000000:running";
        (await quell.Aws("events", "put-targets", "--rule", "running", "--targets", target)).Long("FailedEntryCount").ShouldBe(0);

        var launch = await quell.Aws("ec2", "run-instances", "--image-id", "ami-0123456789abcdef0", "--instance-type", "t3.micro", "--count", "2");
        var launched = launch.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? "").ToArray();
        launched.Length.ShouldBe(2);
        await QuellProcess.Eventually(() => Delivered(quell), deliveries => deliveries.Count >= 2);

        // A state after "running" has passed the bus: what would have come twice would have come by now.
        await quell.Aws(["ec2", "stop-instances", "--instance-ids", .. launched]);
        await QuellProcess.Eventually(() => States(quell), states => states.Count(state => state == "stopped") == 2);
        (await Delivered(quell)).Count.ShouldBe(2);
        (await States(quell)).Count(state => state == "running").ShouldBe(2);

        var messages = await quell.Aws("sqs", "receive-message", "--queue-url", queue, "--max-number-of-messages", "10");
        messages.Array("Messages").Objects.Select(Instance).ShouldBe(launched, ignoreOrder: true);
    }

    private static string? Instance(JsonObject message) =>
        ((JsonObject)JsonValue.Parse(message.String("Body") ?? "{}")).Object("detail")?.String("instance-id");

    private static async Task<IReadOnlyList<JsonObject>> Delivered(QuellProcess quell) =>
        [.. ((JsonObject)await quell.Quell("deliveries")).Array("deliveries").Objects.Where(delivery => delivery.String("state") == "delivered")];

    private static async Task<IReadOnlyList<string?>> States(QuellProcess quell) =>
        [.. ((JsonObject)await quell.Quell("events", "--limit", "1000")).Array("events").Objects
            .Select(each => each.Object("event"))
            .Where(@event => @event?.String("detail-type") == "EC2 Instance State-change Notification")
            .Select(@event => @event?.Object("detail")?.String("state"))];
}
