using Quell.Engine.Json;

namespace Quell.Tests.Topics;

public sealed class SubscriptionTests : IDisposable
{
    private readonly TopicHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    [Trait("Requirement", "A38")]
    [Trait("Requirement", "A37")]
    public async Task An_address_gets_nothing_but_the_question_until_it_confirms_and_then_mails()
    {
        var topic = _house.Topic("alerts");
        await _house.Call("SetTopicAttributes", ("TopicArn", topic), ("AttributeName", "DisplayName"), ("AttributeValue", "Ops"));
        (await _house.Call("Subscribe", ("TopicArn", topic), ("Protocol", "email"), ("Endpoint", "ops@example.com")))
            .String("SubscriptionArn").ShouldBe("pending confirmation");
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "too early"));
        var question = await _house.Mails.Next();

        question.To.Address.ShouldBe("ops@example.com");
        question.From.DisplayName.ShouldBe("Ops");
        question.Subject.ShouldBe("AWS Notification - Subscription Confirmation");
        var link = question.TextBody.Split('\n').Single(line => line.StartsWith("http://", StringComparison.Ordinal));
        (await _house.Call("ListSubscriptionsByTopic", ("TopicArn", topic))).Array("Subscriptions").Objects.Single()
            .String("SubscriptionArn").ShouldBe("PendingConfirmation");

        var confirmed = await Follow(link);
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "in time"));
        var mail = await _house.Mails.Next();
        mail.Subject.ShouldBe("AWS Notification Message");
        mail.TextBody.ShouldStartWith("in time\n");
        mail.TextBody.ShouldContain($"http://127.0.0.1:4600/?Action=Unsubscribe&SubscriptionArn={confirmed.String("SubscriptionArn")}");
        _house.Mails.IsEmpty.ShouldBeTrue();

        await Follow(mail.TextBody.Split('\n').Single(line => line.StartsWith("http://", StringComparison.Ordinal)));
        (await _house.Call("ListSubscriptions")).Array("Subscriptions").Count.ShouldBe(0);
    }

    [Fact]
    public async Task Email_json_sends_the_document()
    {
        var topic = _house.Topic("alerts");
        await _house.Subscribe(topic, "email-json", "ops@example.com");
        var question = (JsonObject)JsonValue.Parse((await _house.Mails.Next()).TextBody);
        question.String("Type").ShouldBe("SubscriptionConfirmation");
        await _house.Call("ConfirmSubscription", ("TopicArn", topic), ("Token", question["Token"]));
        await _house.Call("Publish", ("TopicArn", topic), ("Message", "m"), ("Subject", "s"));
        var mail = await _house.Mails.Next();
        mail.Subject.ShouldBe("s");
        ((JsonObject)JsonValue.Parse(mail.TextBody)).String("Message").ShouldBe("m");
    }

    [Fact]
    public async Task A_mail_that_the_server_does_not_take_is_tried_again()
    {
        var topic = _house.Topic("alerts");
        _house.Mails.Fault = new("busy", isTransient: true, 451);
        await _house.Subscribe(topic, "email", "ops@example.com");
        await _house.PassToRetry(1, () => _house.Mails.Fault = null);
        (await _house.Mails.Next()).Subject.ShouldBe("AWS Notification - Subscription Confirmation");
    }

    [Fact]
    public async Task The_question_is_asked_once_also_across_a_restart_and_again_when_it_is_subscribed_again()
    {
        var topic = _house.Topic("alerts");
        await _house.Subscribe(topic, "email", "ops@example.com");
        await _house.Mails.Next();
        await _house.Restart();
        await _house.Subscribe(topic, "email", "ops@example.com");
        await _house.Mails.Next();
        _house.Mails.IsEmpty.ShouldBeTrue();
        (await _house.Call("ListSubscriptions")).Array("Subscriptions").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_that_nobody_confirms_ends_after_two_days()
    {
        var topic = _house.Topic("alerts");
        var arn = await _house.Subscribe(topic, "email", "ops@example.com");
        await _house.Mails.Next();
        _house.Time.Advance(TimeSpan.FromDays(2));
        _house.FireTimers();
        (await _house.Refused("GetSubscriptionAttributes", ("SubscriptionArn", arn))).Code.ShouldBe("NotFound");
    }

    [Fact]
    public async Task Who_confirms_with_authentication_cannot_be_unsubscribed_without()
    {
        var topic = _house.Topic("alerts");
        var arn = await _house.Subscribe(topic, "email", "ops@example.com");
        var token = (await _house.Mails.Next()).TextBody.Split("&Token=")[1].Split('\n')[0];
        await _house.Call("ConfirmSubscription", ("TopicArn", topic), ("Token", token), ("AuthenticateOnUnsubscribe", "true"));
        var refused = await Should.ThrowAsync<Quell.Aws.AwsException>(
            () => _house.Call("sns", "Unsubscribe", JsonObject.Of(("SubscriptionArn", arn)), key: null));
        refused.Code.ShouldBe("AuthorizationError");
        await _house.Call("Unsubscribe", ("SubscriptionArn", arn));
        (await _house.Call("ListSubscriptions")).Array("Subscriptions").Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("sms", "+15550100", "Invalid parameter: Quell does not support the protocol sms; it delivers to email, email-json, http, https, sqs and lambda")]
    [InlineData("pigeon", "roof", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon")]
    [InlineData("email", "nobody", "Invalid parameter: Email address")]
    [InlineData("http", "https://example.com/", "Invalid parameter: Endpoint must match the specified protocol")]
    [InlineData("sqs", "arn:aws:sns:us-east-1:123456789012:t", "Invalid parameter: SQS endpoint ARN")]
    [InlineData("lambda", "fix", "Invalid parameter: Lambda endpoint ARN")]
    public async Task Refuses_an_endpoint_that_is_none_of_its_protocol(string protocol, string endpoint, string message)
    {
        var topic = _house.Topic("alerts");
        (await _house.Refused("Subscribe", ("TopicArn", topic), ("Protocol", protocol), ("Endpoint", endpoint))).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("FilterPolicy", "[]", "Invalid parameter: FilterPolicy: Filter is not an object")]
    [InlineData("FilterPolicy", """{"a":{"b":["c"]}}""", "Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy")]
    [InlineData("FilterPolicyScope", "Both", "Invalid parameter: Attributes Reason: FilterPolicyScope: Invalid value [Both].")]
    [InlineData("RedrivePolicy", "{}", "Invalid parameter: RedrivePolicy: deadLetterTargetArn is not the ARN of an SQS queue")]
    [InlineData("DeliveryPolicy", "{}", "Invalid parameter: DeliveryPolicy: protocol sqs has no delivery policy of its own")]
    [InlineData("Colour", "red", "Invalid parameter: AttributeName")]
    public async Task Refuses_an_attribute_that_is_none(string name, string value, string message)
    {
        var arn = await _house.Subscribe(_house.Topic("alerts"), "sqs", _house.Queue("jobs"));
        (await _house.Refused("SetSubscriptionAttributes", ("SubscriptionArn", arn), ("AttributeName", name), ("AttributeValue", value))).Message
            .ShouldBe(message);
    }

    [Fact]
    public async Task Attributes_that_are_set_come_back_and_can_be_taken_away()
    {
        var arn = await _house.Subscribe(_house.Topic("alerts"), "sqs", _house.Queue("jobs"), ("RawMessageDelivery", "true"));
        await _house.Call("SetSubscriptionAttributes", ("SubscriptionArn", arn), ("AttributeName", "FilterPolicy"), ("AttributeValue", """{"a":["b"]}"""));
        var attributes = (await _house.Call("GetSubscriptionAttributes", ("SubscriptionArn", arn))).Object("Attributes")!;
        attributes.String("RawMessageDelivery").ShouldBe("true");
        attributes.String("FilterPolicy").ShouldBe("""{"a":["b"]}""");
        attributes.String("FilterPolicyScope").ShouldBe("MessageAttributes");
        attributes.String("PendingConfirmation").ShouldBe("false");
        await _house.Call("SetSubscriptionAttributes", ("SubscriptionArn", arn), ("AttributeName", "FilterPolicy"), ("AttributeValue", ""));
        (await _house.Call("GetSubscriptionAttributes", ("SubscriptionArn", arn))).Object("Attributes")!.Has("FilterPolicy").ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_token_confirms_nothing()
    {
        var topic = _house.Topic("alerts");
        await _house.Subscribe(topic, "email", "ops@example.com");
        (await _house.Refused("ConfirmSubscription", ("TopicArn", topic), ("Token", "0"))).Message.ShouldBe("Invalid parameter: Token");
    }

    private Task<JsonObject> Follow(string link)
    {
        var query = new Uri(link).Query.TrimStart('?').Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => (JsonValue)part[1]);
        return _house.Call("sns", ((JsonString)query["Action"]).Value, JsonObject.From(query), key: null);
    }
}
