using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Stacks;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Tests.Stacks.Types;

public sealed class EventsRuleTests
{
    private const string Template =
        """
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Nightly:
            Type: AWS::Events::Rule
            Properties:
              Name: nightly
              ScheduleExpression: cron(0 2 * * ? *)
              Targets: [{Id: queue, Arn: !GetAtt Queue.Arn, Input: '{"check": "all"}'}]
        """;

    private static readonly Deployer Deployer = new(Principal.Root(StackHouse.Scope.Account), StackHouse.Scope, "127.0.0.1:4600");

    [Fact]
    [Trait("Requirement", "D5")]
    public async Task Makes_changes_and_deletes_a_rule_on_a_schedule()
    {
        await using var house = StackHouse.Open();

        (await house.Create("s", Template)).String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("s"));
        Expressions(house).ShouldBe(["cron(0 2 * * ? *)"]);

        (await house.Update("s", Template.Replace("cron(0 2 * * ? *)", "rate(5 minutes)", StringComparison.Ordinal))).String("StackStatus").ShouldBe("UPDATE_COMPLETE");
        Expressions(house).ShouldBe(["rate(5 minutes)"]);
        (await house.Call("events", "DescribeRule", ("Name", "nightly"))).String("ScheduleExpression").ShouldBe("rate(5 minutes)");

        await house.Delete("s");
        Expressions(house).ShouldBeEmpty();
    }

    [Fact]
    public async Task Says_which_schedule_is_armed_and_names_a_bad_one_with_its_line()
    {
        await using var house = StackHouse.Open();

        (await Deploy(house, Template)).Rules.ShouldHaveSingleItem().Trigger.ShouldBe("cron(0 2 * * ? *)");
        var refused = await Deploy(house, Template.Replace("cron(0 2 * * ? *)", "rate(1 minutes)", StringComparison.Ordinal));

        refused.Result.ShouldBe(StackResult.Refused);
        refused.Errors.Select(error => (error.Message, error.Line)).ShouldBe([("Parameter ScheduleExpression is not valid: rate(1 minutes)", 7)]);
    }

    private static Task<StackOutcome> Deploy(StackHouse house, string template) =>
        house.Engines.Deployer.Deploy("s", template, new Dictionary<string, string>(), Deployer, CancellationToken.None);

    private static List<string?> Expressions(StackHouse house) => [.. house.Engines.Store.Current.ListAll(Timer.ResourceType)
        .Select(entry => Timer.From(entry.Key, entry.Value).Data.String("Expression")).Where(expression => expression is not null)];
}
