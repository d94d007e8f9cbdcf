using Quell.Engine.Json;

namespace Quell.Tests.Queues;

public sealed class QueueSettingsTests : IDisposable
{
    private readonly QueueHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Its_url_names_the_host_that_was_addressed_the_account_and_the_queue()
    {
        _house.Create("jobs").ShouldBe("http://127.0.0.1:4600/123456789012/jobs");
        (await _house.Call("GetQueueUrl", ("QueueName", "jobs"))).String("QueueUrl").ShouldBe("http://127.0.0.1:4600/123456789012/jobs");
        (await _house.Refused("GetQueueUrl", ("QueueName", "none"))).Code.ShouldBe("QueueDoesNotExist");
    }

    [Fact]
    public async Task Creating_it_again_succeeds_with_equal_attributes_and_is_refused_with_others()
    {
        _house.Create("jobs", ("VisibilityTimeout", "40"));
        _house.Create("jobs");
        _house.Create("jobs", ("VisibilityTimeout", "40"), ("DelaySeconds", "0"));
        var refused = await _house.Refused("CreateQueue", ("QueueName", "jobs"), ("Attributes", JsonObject.Of(("VisibilityTimeout", "41"))));
        refused.Code.ShouldBe("QueueNameExists");
        refused.Message.ShouldBe("A queue already exists with the same name and a different value for attribute VisibilityTimeout");
    }

    [Theory]
    [InlineData("VisibilityTimeout", "43201", "InvalidAttributeValue")]
    [InlineData("DelaySeconds", "soon", "InvalidAttributeValue")]
    [InlineData("MaximumMessageSize", "1023", "InvalidAttributeValue")]
    [InlineData("Policy", "[]", "InvalidAttributeValue")]
    [InlineData("Policy", "{", "InvalidParameterValue")]
    [InlineData("Colour", "red", "InvalidAttributeName")]
    [InlineData("FifoQueue", "true", "UnsupportedOperation")]
    [InlineData("KmsMasterKeyId", "alias/aws/sqs", "UnsupportedOperation")]
    [InlineData("RedrivePolicy", """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:none","maxReceiveCount":1}""", "InvalidParameterValue")]
    [InlineData("RedrivePolicy", """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:none","maxReceiveCount":0}""", "InvalidParameterValue")]
    [InlineData("RedriveAllowPolicy", """{"redrivePermission":"byQueue"}""", "InvalidParameterValue")]
    public async Task Refuses_an_attribute_that_is_none(string name, string value, string code)
    {
        var url = _house.Create("jobs");
        (await _house.Refused("SetQueueAttributes", ("QueueUrl", url), ("Attributes", JsonObject.Of((name, value))))).Code.ShouldBe(code);
        (await _house.Refused("CreateQueue", ("QueueName", "other"), ("Attributes", JsonObject.Of((name, value))))).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("jobs.fifo", "UnsupportedOperation")]
    [InlineData("no spaces", "InvalidParameterValue")]
    [InlineData("", "InvalidParameterValue")]
    public async Task Refuses_a_name_that_breaks_the_rules(string name, string code) =>
        (await _house.Refused("CreateQueue", ("QueueName", name))).Code.ShouldBe(code);

    [Fact]
    public async Task Attributes_that_were_not_set_have_their_defaults()
    {
        var url = _house.Create("jobs", ("DelaySeconds", "5"));
        var all = (await _house.Call("GetQueueAttributes", ("QueueUrl", url), ("AttributeNames", new JsonArray(["All"])))).Object("Attributes")!;
        all.String("DelaySeconds").ShouldBe("5");
        all.String("VisibilityTimeout").ShouldBe("30");
        all.String("MessageRetentionPeriod").ShouldBe("345600");
        all.String("QueueArn").ShouldBe("arn:aws:sqs:us-east-1:123456789012:jobs");
        all.String("ApproximateNumberOfMessages").ShouldBe("0");
        all.Has("Policy").ShouldBeFalse();
        (await _house.Refused("GetQueueAttributes", ("QueueUrl", url), ("AttributeNames", new JsonArray(["Size"])))).Code.ShouldBe("InvalidAttributeName");
    }

    [Fact]
    public async Task A_dead_letter_queue_decides_whose_letters_it_takes()
    {
        var letters = _house.Create("letters", ("RedriveAllowPolicy", """{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:123456789012:good"]}"""));
        var redrive = $$"""{"deadLetterTargetArn":"{{await _house.Attribute(letters, "QueueArn")}}","maxReceiveCount":"3"}""";
        _house.Create("good", ("RedrivePolicy", redrive));
        (await _house.Refused("CreateQueue", ("QueueName", "bad"), ("Attributes", JsonObject.Of(("RedrivePolicy", redrive))))).Message.ShouldContain("denies");
    }

    [Fact]
    public async Task Lists_queues_by_prefix_and_in_pages()
    {
        foreach (var name in new[] { "b-1", "a-1", "a-2", "a-3" })
        {
            _house.Create(name);
        }

        var first = await _house.Call("ListQueues", ("QueueNamePrefix", "a-"), ("MaxResults", 2));
        var second = await _house.Call("ListQueues", ("QueueNamePrefix", "a-"), ("MaxResults", 2), ("NextToken", first["NextToken"]));
        first.Array("QueueUrls").Count.ShouldBe(2);
        second.Array("QueueUrls").Strings.ShouldBe(["http://127.0.0.1:4600/123456789012/a-3"]);
        second.Has("NextToken").ShouldBeFalse();
        (await _house.Call("ListQueues", ("QueueNamePrefix", "z"))).Has("QueueUrls").ShouldBeFalse();
    }

    [Fact]
    public async Task Permissions_are_statements_of_the_queues_policy()
    {
        var url = _house.Create("jobs");
        await _house.Call(
            "AddPermission", ("QueueUrl", url), ("Label", "send"), ("AWSAccountIds", new JsonArray(["111122223333"])), ("Actions", new JsonArray(["SendMessage"])));
        var policy = (JsonObject)JsonValue.Parse((await _house.Attribute(url, "Policy"))!);
        var statement = policy.Array("Statement").Objects.Single();
        statement.String("Sid").ShouldBe("send");
        statement.String("Action").ShouldBe("SQS:SendMessage");
        statement.Object("Principal")!.String("AWS").ShouldBe("arn:aws:iam::111122223333:root");

        await _house.Call("RemovePermission", ("QueueUrl", url), ("Label", "send"));
        (await _house.Attribute(url, "Policy")).ShouldBeNull();
        (await _house.Refused("RemovePermission", ("QueueUrl", url), ("Label", "send"))).Code.ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public async Task Tags_are_set_listed_and_removed()
    {
        var url = _house.Create("jobs");
        await _house.Call("TagQueue", ("QueueUrl", url), ("Tags", JsonObject.Of(("owner", "ops"), ("env", "test"))));
        await _house.Call("UntagQueue", ("QueueUrl", url), ("TagKeys", new JsonArray(["env"])));
        (await _house.Call("ListQueueTags", ("QueueUrl", url))).Object("Tags").ShouldBe(JsonObject.Of(("owner", "ops")));
    }

    [Fact]
    public async Task An_address_that_is_no_queues_is_refused()
    {
        (await _house.Refused("DeleteQueue", ("QueueUrl", "jobs"))).Code.ShouldBe("InvalidAddress");
        (await _house.Refused("DeleteQueue", ("QueueUrl", "http://127.0.0.1:4600/999999999999/jobs"))).Code.ShouldBe("AccessDenied");
        (await _house.Refused("DeleteQueue", ("QueueUrl", "http://127.0.0.1:4600/123456789012/jobs"))).Code.ShouldBe("QueueDoesNotExist");
    }
}
