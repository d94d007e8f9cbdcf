using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Tests.Events.Operations;

public sealed class RoleCheckTests
{
    private const string Pattern = """{"source":["app"]}""";

    [Theory]
    [InlineData("""{"Principal":{"Service":"events.amazonaws.com"}}""", true)]
    [InlineData("""{"Principal":{"Service":["lambda.amazonaws.com","events.amazonaws.com"]},"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:events:*:*:rule/r"}}}""", true)]
    [InlineData("""{"Principal":{"Service":"lambda.amazonaws.com"}}""", false)]
    [InlineData("""{"Principal":{"Service":"events.amazonaws.com"},"Condition":{"StringEquals":{"aws:SourceAccount":"999999999999"}}}""", false)]
    public async Task Takes_a_role_that_EventBridge_can_assume(string trust, bool isTaken)
    {
        await using var test = new TestBus();
        const string Role = "arn:aws:iam::123456789012:role/path/sender";
        var statement = JsonValue.Parse(trust).ShouldBeOfType<JsonObject>().With("Effect", "Allow").With("Action", "sts:AssumeRole");
        Put(test, "sender", JsonObject.Of(("Arn", Role), ("AssumeRolePolicyDocument", JsonObject.Of(("Statement", new JsonArray([statement]))).ToString())));

        await Expect(test, isTaken, "PutRule", ("Name", "r"), ("EventPattern", Pattern), ("RoleArn", Role));

        await test.Call("PutRule", ("Name", "r"), ("EventPattern", Pattern));
        var target = TestBus.Target("1", "arn:aws:sqs:us-east-1:123456789012:q").With("RoleArn", Role);
        await Expect(test, isTaken, "PutTargets", ("Rule", "r"), ("Targets", new JsonArray([target])));
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/elsewhere", null)]
    [InlineData("arn:aws:iam::123456789012:user/someone", "Parameter arn:aws:iam::123456789012:user/someone is not valid. Reason: Provided Arn is not in correct format.")]
    [InlineData("sender", "Parameter sender is not valid. Reason: Provided Arn is not in correct format.")]
    public async Task Takes_a_role_that_is_not_here_at_its_word_and_refuses_what_is_no_role(string role, string? message)
    {
        await using var test = new TestBus();

        if (message is null)
        {
            await test.Call("PutRule", ("Name", "r"), ("EventPattern", Pattern), ("RoleArn", role));
            (await test.Call("DescribeRule", ("Name", "r"))).String("RoleArn").ShouldBe(role);
        }
        else
        {
            (await test.Refused("PutRule", ("Name", "r"), ("EventPattern", Pattern), ("RoleArn", role))).Message.ShouldBe(message);
        }
    }

    private static async Task Expect(TestBus test, bool isTaken, string operation, params (string, JsonValue?)[] input)
    {
        if (isTaken)
        {
            await test.Call(operation, input);
        }
        else
        {
            var refusal = await test.Refused(operation, input);
            (refusal.Code, refusal.Message).ShouldBe((
                "ValidationException", "Provided role 'arn:aws:iam::123456789012:role/path/sender' cannot be assumed by principal 'events.amazonaws.com'."));
        }
    }

    private static void Put(TestBus test, string name, JsonObject role) => test.Store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        edit.Put(test.Scope.Global, "iam:role", name, role);
        return new ResourceStep<int>(edit, 0);
    });
}
