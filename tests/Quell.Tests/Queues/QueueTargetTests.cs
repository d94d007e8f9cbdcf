using System.Text;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Queues;

namespace Quell.Tests.Queues;

public sealed class QueueTargetTests : IDisposable
{
    private const string Arn = "arn:aws:sqs:us-east-1:123456789012:jobs";

    private readonly QueueHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_event_becomes_a_message_in_one_commit_with_its_deliverys_end()
    {
        var url = _house.Create("jobs");
        var handOver = await Target.Accept(Delivery("""{"a":1}""", JsonObject.Empty), CancellationToken.None);
        (await _house.Receive(url)).ShouldBeEmpty();
        await _house.Journal.Write(connection => handOver.Write!(connection));
        handOver.Committed!();
        (await _house.Receive(url)).Single().String("Body").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task A_message_whose_commit_was_the_last_thing_before_a_crash_is_there_after_it()
    {
        var url = _house.Create("jobs");
        var handOver = await Target.Accept(Delivery("x", JsonObject.Empty), CancellationToken.None);
        await _house.Journal.Write(connection => handOver.Write!(connection));
        await _house.Restart();
        (await _house.Receive(url)).Single().String("Body").ShouldBe("x");
    }

    [Theory]
    [InlineData("""{"SqsParameters":{"MessageGroupId":"g"}}""", "x", "INVALID_PARAMETER")]
    [InlineData("{}", null, "SDK_CLIENT_ERROR")]
    public async Task Refuses_for_good_what_the_queue_cannot_take(string spec, string? payload, string code)
    {
        _house.Create("jobs", ("MaximumMessageSize", "1024"));
        var delivery = Delivery(payload ?? new string('x', 1025), (JsonObject)JsonValue.Parse(spec));
        var fault = await Should.ThrowAsync<DeliveryException>(async () => await Target.Accept(delivery, CancellationToken.None));
        (fault.Code, fault.IsTransient).ShouldBe((code, false));
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_no_resource() =>
        (await Should.ThrowAsync<DeliveryException>(async () => await Target.Accept(Delivery("x", JsonObject.Empty), CancellationToken.None)))
            .Code.ShouldBe("NO_RESOURCE");

    private QueueTarget Target => new(_house.Store, _house.Queues);

    private static Delivery Delivery(string payload, JsonObject spec) => new()
    {
        Id = 1,
        EventSequence = null,
        EventId = "event-1",
        Source = "arn:aws:events:us-east-1:123456789012:rule/r",
        Target = Arn,
        Spec = spec,
        Payload = Encoding.UTF8.GetBytes(payload),
        Created = default,
    };
}
