using Quell.Engine.Json;

namespace Quell.Tests.Topics;

public sealed class HttpTargetTests : IDisposable
{
    private readonly TopicHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    [Trait("Requirement", "A38")]
    public async Task An_endpoint_is_asked_and_gets_notifications_with_their_headers_once_it_has_confirmed()
    {
        await using var receiver = new HttpReceiver();
        var topic = _house.Topic("alerts");
        var arn = await Subscribe(topic, receiver);
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "hello"));
        var (headers, body) = await receiver.Next();

        headers["x-amz-sns-message-type"].ToString().ShouldBe("Notification");
        headers["x-amz-sns-topic-arn"].ToString().ShouldBe(topic);
        headers["x-amz-sns-subscription-arn"].ToString().ShouldBe(arn);
        headers["x-amz-sns-rawdelivery"].Count.ShouldBe(0);
        headers.ContentType.ToString().ShouldBe("text/plain; charset=UTF-8");
        var document = (JsonObject)JsonValue.Parse(body);
        document.String("Message").ShouldBe("hello");
        document.String("MessageId").ShouldBe(headers["x-amz-sns-message-id"].ToString());
        document.Has("Signature").ShouldBeFalse();
    }

    [Fact]
    public async Task Raw_delivery_posts_the_message_alone_with_the_content_type_of_its_policy()
    {
        await using var receiver = new HttpReceiver();
        var topic = _house.Topic("alerts");
        await Subscribe(topic, receiver, ("RawMessageDelivery", "true"), ("DeliveryPolicy", """{"requestPolicy":{"headerContentType":"application/json"}}"""));
        await _house.Call("Publish", ("TopicArn", topic), ("Message", """{"a":1}"""));
        var (headers, body) = await receiver.Next();
        body.ShouldBe("""{"a":1}""");
        headers["x-amz-sns-rawdelivery"].ToString().ShouldBe("true");
        headers.ContentType.ToString().ShouldBe("application/json");
    }

    [Fact]
    [Trait("Requirement", "A38")]
    public async Task A_server_fault_is_tried_again_and_when_retries_are_used_up_the_dead_letter_queue_gets_it()
    {
        await using var receiver = new HttpReceiver();
        var topic = _house.Topic("alerts");
        var letters = _house.Queue("letters");
        await Subscribe(topic, receiver, ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{letters}}"}"""));
        foreach (var status in new[] { 500, 503, 429, 500 })
        {
            receiver.Answers.Enqueue(status);
        }

        await _house.Call("Publish", ("TopicArn", topic), ("Message", "hello"));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await receiver.Next();
            await _house.PassToRetry(attempt);
        }

        await receiver.Next();
        ((JsonObject)JsonValue.Parse((await _house.Take(letters)).Message.Body)).String("Message").ShouldBe("hello");
        receiver.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_is_final()
    {
        await using var receiver = new HttpReceiver();
        var topic = _house.Topic("alerts");
        var letters = _house.Queue("letters");
        await Subscribe(topic, receiver, ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{letters}}"}"""));
        receiver.Answers.Enqueue(403);
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "hello"));
        await _house.Take(letters);
        await receiver.Next();
        receiver.Count.ShouldBe(0);
    }

    private async Task<string> Subscribe(string topic, HttpReceiver receiver, params (string Name, JsonValue? Value)[] attributes)
    {
        var arn = await _house.Subscribe(topic, "http", receiver.Url, attributes);
        var (headers, body) = await receiver.Next();
        headers["x-amz-sns-message-type"].ToString().ShouldBe("SubscriptionConfirmation");
        var question = (JsonObject)JsonValue.Parse(body);
        question.String("Type").ShouldBe("SubscriptionConfirmation");
        question.String("SubscribeURL")!.ShouldEndWith($"&Token={question.String("Token")}");
        (await _house.Call("ConfirmSubscription", ("TopicArn", topic), ("Token", question["Token"]))).String("SubscriptionArn").ShouldBe(arn);
        return arn;
    }
}
