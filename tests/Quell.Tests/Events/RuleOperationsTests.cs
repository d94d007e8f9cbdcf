using Quell.Engine.Json;

namespace Quell.Tests.Events;

public sealed class RuleOperationsTests
{
    private const string Pattern = """{"source": ["app"]}""";
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:fix";

    [Fact]
    [Trait("Requirement", "D5")]
    public async Task Creates_describes_lists_and_deletes_a_rule()
    {
        await using var test = new TestBus();

        var created = await test.Call("PutRule", ("Name", "r1"), ("EventPattern", Pattern), ("Description", "d"));

        created.ShouldBe(JsonObject.Of(("RuleArn", "arn:aws:events:us-east-1:123456789012:rule/r1")));
        (await test.Call("DescribeRule", ("Name", "r1"))).ShouldBe(JsonObject.Of(
            ("Name", "r1"), ("Arn", "arn:aws:events:us-east-1:123456789012:rule/r1"), ("EventPattern", Pattern), ("State", "ENABLED"),
            ("Description", "d"), ("EventBusName", "default"), ("CreatedBy", "123456789012")));
        (await test.Call("ListRules", ("NamePrefix", "r"))).Array("Rules").Count.ShouldBe(1);
        await test.Call("DeleteRule", ("Name", "r1"));
        (await test.Refused("DescribeRule", ("Name", "r1"))).Message.ShouldBe("Rule r1 does not exist on EventBus default.");
    }

    [Fact]
    public async Task Refuses_a_bad_pattern_and_keeps_the_good_one()
    {
        await using var test = new TestBus();
        await test.Call("PutRule", ("Name", "r1"), ("EventPattern", Pattern));

        var refusal = await test.Refused("PutRule", ("Name", "r1"), ("EventPattern", """{"source": "app"}"""));

        refusal.Code.ShouldBe("InvalidEventPatternException");
        refusal.Message.ShouldStartWith("Event pattern is not valid. Reason: ");
        (await test.Call("DescribeRule", ("Name", "r1"))).String("EventPattern").ShouldBe(Pattern);
    }

    [Fact]
    public async Task Refuses_to_delete_a_rule_that_has_targets_and_a_bus_that_has_rules()
    {
        await using var test = new TestBus();
        await test.Call("CreateEventBus", ("Name", "b"));
        await test.Call("PutRule", ("Name", "r1"), ("EventPattern", Pattern), ("EventBusName", "b"));
        await test.Call("PutTargets", ("Rule", "r1"), ("EventBusName", "b"), ("Targets", new JsonArray([TestBus.Target("1", Function)])));

        (await test.Refused("DeleteRule", ("Name", "r1"), ("EventBusName", "b"))).Message.ShouldBe("Rule can't be deleted since it has targets.");
        (await test.Refused("DeleteEventBus", ("Name", "b"))).Message.ShouldBe("EventBus can't be deleted since it has rules.");
        (await test.Refused("DeleteEventBus", ("Name", "default"))).Code.ShouldBe("ValidationException");

        await test.Call("RemoveTargets", ("Rule", "r1"), ("EventBusName", "b"), ("Ids", JsonArray.From(["1"])));
        await test.Call("DeleteRule", ("Name", "r1"), ("EventBusName", "b"));
        await test.Call("DeleteEventBus", ("Name", "b"));
        (await test.Refused("DescribeEventBus", ("Name", "b"))).Message.ShouldBe("Event bus b does not exist.");
    }

    public static TheoryData<string, string> BadTargets => new()
    {
        { """{"Id": "1", "Arn": "nothing"}""", "Parameter nothing is not valid. Reason: Provided Arn is not in correct format." },
        { """{"Id": "1", "Arn": "arn:aws:kinesis:us-east-1:123456789012:stream/s"}""", "Quell does not deliver to arn:aws:kinesis" },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "Input": "{}", "InputPath": "$.detail"}""", "Only one of Input, InputPath, or InputTransformer must be provided for target 1." },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RetryPolicy": {"MaximumRetryAttempts": 186}}""", "1 validation error detected: Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts'" },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RetryPolicy": {"MaximumEventAgeInSeconds": 59}}""", "1 validation error detected: Value '59'" },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "DeadLetterConfig": {"Arn": "arn:aws:sns:us-east-1:123456789012:t"}}""", "Parameter arn:aws:sns:us-east-1:123456789012:t is not valid." },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q.fifo", "SqsParameters": {"MessageGroupId": "g"}}""", "Quell has no FIFO queues: target 1 cannot be arn:aws:sqs:us-east-1:123456789012:q.fifo." },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "SqsParameters": {"MessageGroupId": "g"}}""", "Parameter(s) SqsParameters is not valid for the target 1 with arn arn:aws:sqs:us-east-1:123456789012:q." },
        { """{"Id": "1", "Arn": "arn:aws:events:us-east-1:123456789012:event-bus/b", "InputPath": "$.detail"}""", "Input, InputPath and InputTransformer are not supported for event bus target 1." },
        { """{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "InputTransformer": {"InputTemplate": "{<a>: 1}", "InputPathsMap": {"a": "$.detail"}}}""", "Invalid InputTemplate for target 1 : [Source: (String)\"{<a>: 1}\"; line: 1, column: " },
    };

    [Theory]
    [MemberData(nameof(BadTargets))]
    public async Task Refuses_a_target_that_could_not_be_served(string target, string message)
    {
        await using var test = new TestBus();
        await test.Call("PutRule", ("Name", "r1"), ("EventPattern", Pattern));

        var refusal = await test.Refused("PutTargets", ("Rule", "r1"), ("Targets", new JsonArray([JsonValue.Parse(target)])));

        refusal.Code.ShouldBe("ValidationException");
        refusal.Message.ShouldStartWith(message);
        (await test.Call("ListTargetsByRule", ("Rule", "r1"))).Array("Targets").Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Requirement", "N2")]
    public async Task Names_the_rules_of_a_target_in_pages()
    {
        await using var test = new TestBus();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await test.Call("PutRule", ("Name", name), ("EventPattern", Pattern));
            await test.Call("PutTargets", ("Rule", name), ("Targets", new JsonArray([TestBus.Target("1", Function)])));
        }

        var first = await test.Call("ListRuleNamesByTarget", ("TargetArn", Function), ("Limit", 2));
        var second = await test.Call("ListRuleNamesByTarget", ("TargetArn", Function), ("Limit", 2), ("NextToken", first["NextToken"]));

        first.Array("RuleNames").Strings.ShouldBe(["a", "b"]);
        second.ShouldBe(JsonObject.Of(("RuleNames", JsonArray.From(["c"]))));
    }

    [Fact]
    public async Task Tests_a_pattern_on_an_event()
    {
        await using var test = new TestBus();
        const string Event = """{"id": "1", "source": "app", "account": "1", "time": "2026-01-02T03:04:05Z", "region": "r", "resources": [], "detail-type": "t", "detail": {}}""";

        (await test.Call("TestEventPattern", ("EventPattern", Pattern), ("Event", Event))).Bool("Result").ShouldBe(true);
        (await test.Refused("TestEventPattern", ("EventPattern", Pattern), ("Event", "{}"))).Code.ShouldBe("ValidationException");
        (await test.Refused("TestEventPattern", ("EventPattern", "{"), ("Event", Event))).Code.ShouldBe("InvalidEventPatternException");
    }

    [Theory]
    [InlineData("archive/a")]
    [InlineData("replay/a")]
    [InlineData("api-destination/a/0d3eca10")]
    [InlineData("connection/a/0d3eca10")]
    public async Task Refuses_tags_of_what_can_have_none(string resource)
    {
        await using var test = new TestBus();
        var arn = $"arn:aws:events:us-east-1:{TestBus.Account}:{resource}";

        var fault = await test.Refused("ListTagsForResource", ("ResourceARN", arn));

        (fault.Code, fault.Message).ShouldBe(("ValidationException", $"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format."));
    }

    [Fact]
    public async Task Keeps_a_bus_policy_and_tags()
    {
        await using var test = new TestBus();

        await test.Call("PutPermission", ("Action", "events:PutEvents"), ("Principal", "111122223333"), ("StatementId", "s1"));
        var arn = (await test.Call("DescribeEventBus"))["Arn"];
        await test.Call("TagResource", ("ResourceARN", arn), ("Tags", new JsonArray([JsonObject.Of(("Key", "k"), ("Value", "v"))])));

        (await test.Call("DescribeEventBus")).String("Policy").ShouldBe(
            """{"Version":"2012-10-17","Statement":[{"Sid":"s1","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"events:PutEvents","Resource":"arn:aws:events:us-east-1:123456789012:event-bus/default"}]}""");
        (await test.Call("ListTagsForResource", ("ResourceARN", arn))).Array("Tags").Count.ShouldBe(1);
        (await test.Call("ListEventBuses")).Array("EventBuses").Objects.Select(bus => bus.String("Name")).ShouldBe(["default"]);
        await test.Call("RemovePermission", ("StatementId", "s1"));
        (await test.Call("DescribeEventBus")).Has("Policy").ShouldBeFalse();
    }
}
