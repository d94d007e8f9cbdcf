using Quell.Engine.Executions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks.Actions;

/// <summary>Systems Manager User Guide, "aws:loop – Iterate over steps in an automation".</summary>
public sealed class LoopTests
{
    private const string Each = """
        - name: each
          action: aws:loop
          inputs:
            Iterators: [i-1, i-2]
            IteratorDataType: String
            Steps:
            - {name: stop, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StopInstances, InstanceIds: ['{{ each.CurrentIteratorValue }}'], Number: '{{each.CurrentIteration}}'}}
            - {name: rest, action: 'aws:sleep', inputs: {Duration: PT10S}}
        - {name: after, action: 'aws:sleep', inputs: {Duration: PT0S}}
        """;

    [Fact]
    public void Goes_through_its_steps_for_each_item()
    {
        var runbook = Runbook.Of(Each);
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"InstanceIds":["i-1"],"Number":1}""");
        runbook.Succeed().Pass(TimeSpan.FromSeconds(10));
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"InstanceIds":["i-2"],"Number":2}""");
        runbook.Succeed().Pass(TimeSpan.FromSeconds(10)).Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Steps.ShouldBe(["each", "stop", "rest", "stop", "rest", "after"]);
        var stops = runbook.Events.Where(happened => happened.Type == RunbookEvents.StepStarted && happened.Name == "stop").ToList();
        stops.Select(happened => happened.Fields!.Long("iteration")).ShouldBe([1, 2]);
        stops.ShouldAllBe(happened => happened.Fields!.String("loop") == "each");
        runbook.Outputs("each").Long("CurrentIteration").ShouldBe(2);
    }

    [Fact]
    public void Repeats_while_its_condition_holds_up_to_its_limit()
    {
        const string While = """
            - name: repeat
              action: aws:loop
              inputs:
                Steps:
                - name: invoke
                  action: aws:invokeLambdaFunction
                  inputs: {FunctionName: f}
                  outputs: [{Name: ShouldRetry, Selector: $.Retry, Type: Boolean}]
                LoopCondition: {Variable: '{{ invoke.ShouldRetry }}', BooleanEquals: true}
                MaxIterations: 3
            """;
        Runbook.Of(While).Succeed("""{"Payload": "{\"Retry\": false}"}""").Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        var runbook = Runbook.Of(While);
        runbook.Succeed("""{"Payload": "{\"Retry\": true}"}""").Succeed("""{"Payload": "{\"Retry\": true}"}""").Succeed("""{"Payload": "{\"Retry\": true}"}""");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Calls.Count.ShouldBe(3);
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void Fails_with_what_fails_in_it()
    {
        var runbook = Runbook.Of(Each).Fail("Broken", "because");
        runbook.Events.Where(happened => happened.Type == RunbookEvents.StepFailed).Select(happened => happened.Name).ShouldBe(["stop", "each"]);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Message!.ShouldContain("An error occurred (Broken)");
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void Goes_on_where_a_step_within_says_so()
    {
        var runbook = Runbook.Of(Each.Replace("{name: stop,", "{name: stop, onFailure: Continue,", StringComparison.Ordinal)).Fail().Pass(TimeSpan.FromSeconds(10));
        runbook.Succeed().Pass(TimeSpan.FromSeconds(10)).Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void Its_own_time_bounds_what_is_in_it()
    {
        var runbook = Runbook.Of(Each.Replace("  action: aws:loop", "  action: aws:loop\n  timeoutSeconds: 15", StringComparison.Ordinal));
        runbook.Succeed().Pass(TimeSpan.FromSeconds(10)).Succeed().Pass(TimeSpan.FromSeconds(5));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
        runbook.Events.Where(happened => happened.Type == RunbookEvents.StepTimedOut).Select(happened => happened.Name).ShouldBe(["rest", "each"]);
    }

    [Theory]
    [InlineData("Iterators: []", "")]
    [InlineData("LoopCondition: {Variable: a, StringEquals: a}, Iterators: [a]", "aws:loop has either Iterators or a LoopCondition")]
    [InlineData("MaxIterations: 3", "aws:loop has either Iterators or a LoopCondition")]
    [InlineData("MaxIterations: 101, LoopCondition: {Variable: a, StringEquals: a}", "aws:loop has 101 iterations; 1 to 100 are allowed")]
    [InlineData("Iterators: [a], IteratorDataType: Integer", "Iterators has \"a\", which is no Integer")]
    [InlineData("Iterators: [a], IteratorDataType: Number", "IteratorDataType is Number; it is Boolean, Integer, String or StringMap")]
    [InlineData("LoopCondition: {Variable: a}", "A condition has one of the operations StringEquals")]
    public void Refuses_what_is_no_loop(string inputs, string message)
    {
        var runbook = Runbook.Of("- {name: each, action: 'aws:loop', inputs: {" + inputs + ", Steps: [{name: nap, action: 'aws:sleep', inputs: {Duration: PT0S}}]}}");
        runbook.Execution.Status.ShouldBe(message.Length == 0 ? ExecutionStatus.Succeeded : ExecutionStatus.Failed);
        (runbook.Message ?? "").ShouldContain(message);
    }

    [Fact]
    public void Goes_through_maps_and_their_members()
    {
        var runbook = new Runbook("""
            schemaVersion: '0.3'
            parameters: {Groups: {type: MapList}}
            mainSteps:
            - name: each
              action: aws:loop
              inputs:
                Iterators: '{{ Groups }}'
                IteratorDataType: StringMap
                Steps:
                - {name: nap, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: DescribeSecurityGroups, GroupIds: ['{{ each.CurrentIteratorValue.id }}']}}
            """, """{"Groups": ["{\"id\": \"sg-1\"}"]}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"GroupIds":["sg-1"]}""");
    }

    [Fact]
    public void Loops_stand_within_loops()
    {
        var runbook = Runbook.Of("""
            - name: outer
              action: aws:loop
              inputs:
                Iterators: [a, b]
                Steps:
                - name: inner
                  action: aws:loop
                  inputs:
                    Iterators: [1, 2]
                    Steps:
                    - {name: nap, action: 'aws:updateVariable', inputs: {Name: 'variable:v', Value: '{{ variable:v }}{{ outer.CurrentIteratorValue }}{{ inner.CurrentIteratorValue }}'}}
            variables: {v: {type: String, default: ''}}
            """);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Data(RunbookEvents.VariableUpdated)!.ToString().ShouldBe("\"a1a2b1b2\"");
    }

    [Fact]
    public void Branches_within_go_to_steps_within()
    {
        var runbook = Runbook.Of("""
            - name: each
              action: aws:loop
              inputs:
                Iterators: [a, b]
                Steps:
                - {name: choose, action: 'aws:branch', inputs: {Choices: [{NextStep: second, Variable: '{{ each.CurrentIteratorValue }}', StringEquals: a}]}}
                - {name: first, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}
                - {name: second, action: 'aws:sleep', inputs: {Duration: PT0S}}
            """);
        runbook.Steps.ShouldBe(["each", "choose", "second", "choose", "first"]);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void A_step_within_leads_to_none_outside()
    {
        var runbook = Runbook.Of("""
            - {name: each, action: 'aws:loop', inputs: {Iterators: [a], Steps: [{name: nap, action: 'aws:sleep', inputs: {Duration: PT0S}, nextStep: out}]}}
            - {name: out, action: 'aws:sleep', inputs: {Duration: PT0S}}
            """);
        runbook.Message.ShouldBe("The step nap leads to out, which is no step beside it.");
    }
}
