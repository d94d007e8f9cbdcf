using Quell.Engine.Json;

namespace Quell.Tests.Topics;

public sealed class TopicTests : IDisposable
{
    private readonly TopicHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Creating_it_again_gives_the_same_topic_and_refuses_other_attributes()
    {
        _house.Topic("alerts").ShouldBe("arn:aws:sns:us-east-1:123456789012:alerts");
        _house.Topic("alerts").ShouldBe("arn:aws:sns:us-east-1:123456789012:alerts");
        (await _house.Refused("CreateTopic", ("Name", "alerts"), ("Attributes", JsonObject.Of(("DisplayName", "x"))))).Message
            .ShouldBe("Invalid parameter: Attributes Reason: Topic already exists with different attributes");
        (await _house.Call("ListTopics")).Array("Topics").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("a b", "Invalid parameter: Topic Name")]
    [InlineData("", "Invalid parameter: Topic Name")]
    [InlineData("orders.fifo", "Invalid parameter: Quell does not support FIFO topics")]
    public async Task Refuses_a_name_that_breaks_the_rules(string name, string message) =>
        (await _house.Refused("CreateTopic", ("Name", name))).Message.ShouldBe(message);

    [Theory]
    [InlineData("KmsMasterKeyId", "alias/aws/sns")]
    [InlineData("SignatureVersion", "2")]
    [InlineData("TracingConfig", "Active")]
    [InlineData("HTTPSuccessFeedbackRoleArn", "arn:aws:iam::123456789012:role/r")]
    public async Task What_it_cannot_do_it_refuses_rather_than_ignores(string name, string value) =>
        (await _house.Refused("SetTopicAttributes", ("TopicArn", _house.Topic("alerts")), ("AttributeName", name), ("AttributeValue", value))).Message
            .ShouldContain("Quell does not support");

    [Fact]
    public async Task Its_attributes_tell_its_policy_and_how_many_subscribe()
    {
        var topic = _house.Topic("alerts");
        await _house.Subscribe(topic, "sqs", _house.Queue("jobs"));
        await _house.Subscribe(topic, "email", "ops@example.com");
        var attributes = (await _house.Call("GetTopicAttributes", ("TopicArn", topic))).Object("Attributes")!;
        attributes.String("SubscriptionsConfirmed").ShouldBe("1");
        attributes.String("SubscriptionsPending").ShouldBe("1");
        attributes.String("Owner").ShouldBe("123456789012");
        attributes.String("Policy")!.ShouldContain("__default_policy_ID");

        const string Policy = """{"Version":"2012-10-17","Statement":[]}""";
        await _house.Call("SetTopicAttributes", ("TopicArn", topic), ("AttributeName", "Policy"), ("AttributeValue", Policy));
        (await _house.Call("GetTopicAttributes", ("TopicArn", topic))).Object("Attributes")!.String("Policy").ShouldBe(Policy);
        (await _house.Refused("SetTopicAttributes", ("TopicArn", topic), ("AttributeName", "Policy"), ("AttributeValue", "{"))).Code.ShouldBe("InvalidParameter");
    }

    [Fact]
    public async Task Deleting_it_ends_its_subscriptions_and_may_be_repeated()
    {
        var topic = _house.Topic("alerts");
        await _house.Subscribe(topic, "sqs", _house.Queue("jobs"));
        await _house.Call("DeleteTopic", ("TopicArn", topic));
        await _house.Call("DeleteTopic", ("TopicArn", topic));
        (await _house.Call("ListSubscriptions")).Array("Subscriptions").Count.ShouldBe(0);
        (await _house.Refused("GetTopicAttributes", ("TopicArn", topic))).Code.ShouldBe("NotFound");
    }

    [Fact]
    public async Task Another_accounts_topic_is_out_of_reach()
    {
        var topic = _house.Topic("alerts");
        _house.Scope = new("999999999999", "us-east-1");
        (await _house.Refused("DeleteTopic", ("TopicArn", topic))).Code.ShouldBe("AuthorizationError");
        (await _house.Refused("Publish", ("TopicArn", topic), ("Message", "x"))).Code.ShouldBe("AuthorizationError");
    }

    [Fact]
    public async Task Permissions_and_tags_are_kept()
    {
        var topic = _house.Topic("alerts");
        await _house.Call("AddPermission", ("TopicArn", topic), ("Label", "p"), ("AWSAccountId", new JsonArray(["111122223333"])), ("ActionName", new JsonArray(["Publish"])));
        (await _house.Call("GetTopicAttributes", ("TopicArn", topic))).Object("Attributes")!.String("Policy")!.ShouldContain("SNS:Publish");
        await _house.Call("RemovePermission", ("TopicArn", topic), ("Label", "p"));
        await _house.Call("TagResource", ("ResourceArn", topic), ("Tags", new JsonArray([JsonObject.Of(("Key", "owner"), ("Value", "ops"))])));
        (await _house.Call("ListTagsForResource", ("ResourceArn", topic))).Array("Tags").Objects.Single().String("Value").ShouldBe("ops");
        await _house.Call("UntagResource", ("ResourceArn", topic), ("TagKeys", new JsonArray(["owner"])));
        (await _house.Call("ListTagsForResource", ("ResourceArn", topic))).Array("Tags").Count.ShouldBe(0);
    }

    [Fact]
    public async Task Lists_a_hundred_to_a_page()
    {
        for (var number = 0; number < 101; number++)
        {
            _house.Topic($"t{number:000}");
        }

        var first = await _house.Call("ListTopics");
        first.Array("Topics").Count.ShouldBe(100);
        var second = await _house.Call("ListTopics", ("NextToken", first["NextToken"]));
        second.Array("Topics").Objects.Single().String("TopicArn").ShouldEndWith(":t100");
        second.Has("NextToken").ShouldBeFalse();
    }
}
