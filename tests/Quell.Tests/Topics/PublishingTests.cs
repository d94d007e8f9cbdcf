using System.Text;
using Quell.Deliveries;
using Quell.Engine.Json;

namespace Quell.Tests.Topics;

public sealed class PublishingTests : IDisposable
{
    private readonly TopicHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_queue_of_the_account_gets_the_notification_without_being_asked()
    {
        var topic = _house.Topic("alerts");
        var queue = _house.Queue("jobs");
        var subscription = await _house.Subscribe(topic, "sqs", queue);
        var answer = await _house.Call(
            "Publish", ("TopicArn", topic), ("Message", "hello"), ("Subject", "Greeting"),
            ("MessageAttributes", JsonObject.Of(("tone", JsonObject.Of(("DataType", "String"), ("StringValue", "warm"))))));

        var message = (JsonObject)JsonValue.Parse((await _house.Take(queue)).Message.Body);
        message.ShouldBe(JsonObject.Of(
            ("Type", "Notification"),
            ("MessageId", answer["MessageId"]),
            ("TopicArn", topic),
            ("Subject", "Greeting"),
            ("Message", "hello"),
            ("Timestamp", "2026-01-02T03:04:05.000Z"),
            ("UnsubscribeURL", $"http://127.0.0.1:4600/?Action=Unsubscribe&SubscriptionArn={subscription}"),
            ("MessageAttributes", JsonObject.Of(("tone", JsonObject.Of(("Type", "String"), ("Value", "warm")))))));
    }

    [Fact]
    public async Task Raw_delivery_puts_the_message_and_its_attributes_into_the_queue_as_they_are()
    {
        var topic = _house.Topic("alerts");
        var queue = _house.Queue("jobs");
        await _house.Subscribe(topic, "sqs", queue, ("RawMessageDelivery", "true"));
        var attributes = JsonObject.Of(("n", JsonObject.Of(("DataType", "Number"), ("StringValue", "1"))));
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "raw"), ("MessageAttributes", attributes));

        var message = (await _house.Take(queue)).Message;
        message.Body.ShouldBe("raw");
        message.Attributes.ShouldBe(attributes);
    }

    [Fact]
    [Trait("Requirement", "A38")]
    public async Task A_function_gets_the_record_that_it_gets_from_aws()
    {
        var topic = _house.Topic("alerts");
        var subscription = await _house.Subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:123456789012:function:fix");
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "hello"));
        Delivery? delivery;
        while (!_house.Functions.Accepted.TryDequeue(out delivery))
        {
            await Task.Yield();
        }

        var record = ((JsonObject)JsonValue.Parse(delivery.Payload.Span)).Array("Records").Objects.Single();
        record.String("EventSource").ShouldBe("aws:sns");
        record.String("EventVersion").ShouldBe("1.0");
        record.String("EventSubscriptionArn").ShouldBe(subscription);
        record.Object("Sns")!.String("Message").ShouldBe("hello");
        record.Object("Sns")!["Subject"].ShouldBe(JsonValue.Null);
        record.Object("Sns")!.Object("MessageAttributes").ShouldBe(JsonObject.Empty);
    }

    [Fact]
    public async Task Each_protocol_gets_its_own_text_of_a_structured_message()
    {
        var topic = _house.Topic("alerts");
        var queue = _house.Queue("jobs");
        await _house.Subscribe(topic, "sqs", queue, ("RawMessageDelivery", "true"));
        await _house.Call("Publish", ("TopicArn", topic), ("MessageStructure", "json"), ("Message", """{"default":"d","sqs":"for queues","email":"for people"}"""));
        (await _house.Take(queue)).Message.Body.ShouldBe("for queues");
        (await _house.Refused("Publish", ("TopicArn", topic), ("MessageStructure", "json"), ("Message", """{"sqs":"x"}"""))).Message
            .ShouldBe("Invalid parameter: Message Structure - No default entry in JSON message body");
        (await _house.Refused("Publish", ("TopicArn", topic), ("MessageStructure", "json"), ("Message", "{"))).Message
            .ShouldBe("Invalid parameter: Message Structure - JSON message body failed to parse");
    }

    [Fact]
    [Trait("Requirement", "A38")]
    public async Task A_filter_policy_decides_which_messages_pass()
    {
        var topic = _house.Topic("alerts");
        var urgent = _house.Queue("urgent");
        var big = _house.Queue("big");
        await _house.Subscribe(topic, "sqs", urgent, ("FilterPolicy", """{"level":["high",{"prefix":"crit"}]}"""), ("RawMessageDelivery", "true"));
        await _house.Subscribe(topic, "sqs", big, ("FilterPolicy", """{"size":[{"numeric":[">",10]}]}"""), ("FilterPolicyScope", "MessageBody"), ("RawMessageDelivery", "true"));

        await _house.Call("Publish", ("TopicArn", topic), ("Message", """{"size":5}"""), ("MessageAttributes", Level("low")));
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "no JSON"), ("MessageAttributes", Level("critical")));
        await _house.Call("Publish", ("TopicArn", topic), ("Message", """{"size":11}"""));

        (await _house.Take(urgent)).Message.Body.ShouldBe("no JSON");
        (await _house.Take(big)).Message.Body.ShouldBe("""{"size":11}""");
        _house.IsEmpty(urgent).ShouldBeTrue();
        _house.IsEmpty(big).ShouldBeTrue();

        static JsonObject Level(string level) => JsonObject.Of(("level", JsonObject.Of(("DataType", "String"), ("StringValue", level))));
    }

    [Fact]
    public async Task What_an_endpoint_never_takes_goes_to_the_subscriptions_dead_letter_queue()
    {
        var topic = _house.Topic("alerts");
        var letters = _house.Queue("letters");
        await _house.Subscribe(topic, "sqs", "arn:aws:sqs:us-east-1:123456789012:gone", ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{letters}}"}"""));
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "lost"));
        ((JsonObject)JsonValue.Parse((await _house.Take(letters)).Message.Body)).String("Message").ShouldBe("lost");
    }

    [Fact]
    public async Task A_batch_reports_each_entry()
    {
        var topic = _house.Topic("alerts");
        var queue = _house.Queue("jobs");
        await _house.Subscribe(topic, "sqs", queue, ("RawMessageDelivery", "true"));
        var answer = await _house.Call("PublishBatch", ("TopicArn", topic), ("PublishBatchRequestEntries", new JsonArray(
        [
            JsonObject.Of(("Id", "1"), ("Message", "good")), JsonObject.Of(("Id", "2"), ("Message", "")),
        ])));
        answer.Array("Successful").Objects.Single().String("Id").ShouldBe("1");
        answer.Array("Failed").Objects.Single().String("Code").ShouldBe("InvalidParameter");
        (await _house.Take(queue)).Message.Body.ShouldBe("good");
        (await _house.Refused("PublishBatch", ("TopicArn", topic), ("PublishBatchRequestEntries", JsonArray.Empty))).Code.ShouldBe("EmptyBatchRequest");
    }

    [Theory]
    [InlineData("Message", "", "InvalidParameter", "Invalid parameter: Empty message")]
    [InlineData("Subject", "two\nlines", "InvalidParameter", "Invalid parameter: Subject")]
    [InlineData("Subject", "", "InvalidParameter", "Invalid parameter: Subject")]
    [InlineData("TopicArn", "arn:aws:sns:us-east-1:123456789012:none", "NotFound", "Topic does not exist")]
    [InlineData("TopicArn", "alerts", "InvalidParameter", "Invalid parameter: TopicArn")]
    [InlineData("PhoneNumber", "+15550100", "InvalidParameter", "Invalid parameter: Quell does not support text messages to phone numbers")]
    [InlineData("MessageGroupId", "g", "InvalidParameter", "Invalid parameter: Quell does not support FIFO topics and fair queues (MessageGroupId, MessageDeduplicationId)")]
    public async Task Refuses_what_is_no_message(string member, string value, string code, string message)
    {
        var input = JsonObject.Of(("TopicArn", _house.Topic("alerts")), ("Message", "x")).With(member, value);
        var refused = await Should.ThrowAsync<Quell.Aws.AwsException>(() => _house.Call("sns", "Publish", input));
        (refused.Code, refused.Message).ShouldBe((code, message));
    }

    [Fact]
    public async Task Refuses_more_than_256_KB()
    {
        var topic = _house.Topic("alerts");
        (await _house.Refused("Publish", ("TopicArn", topic), ("Message", new string('x', 262_145)))).Message.ShouldBe("Invalid parameter: Message too long");
        await _house.Call("Publish", ("TopicArn", topic), ("Message", new string('x', 262_144)));
    }

    [Fact]
    public async Task An_event_that_is_delivered_to_a_topic_reaches_its_subscribers_with_its_cause()
    {
        var topic = _house.Topic("alerts");
        await _house.Subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:123456789012:function:fix");
        var handOver = _house.Dispatcher.Prepare(
        [
            new NewDelivery
            {
                EventId = "event-1", Source = "arn:aws:events:us-east-1:123456789012:rule/r", Target = topic, Spec = JsonObject.Empty,
                Payload = Encoding.UTF8.GetBytes("""{"detail":1}"""),
            },
        ]);
        await _house.Journal.Write(connection => handOver.Write!(connection));
        handOver.Committed!();
        Delivery? delivery;
        while (!_house.Functions.Accepted.TryDequeue(out delivery))
        {
            await Task.Yield();
        }

        delivery.EventId.ShouldBe("event-1");
        delivery.Parent.ShouldNotBeNull();
        ((JsonObject)JsonValue.Parse(delivery.Payload.Span)).Array("Records").Objects.Single().Object("Sns")!.String("Message").ShouldBe("""{"detail":1}""");
    }
}
