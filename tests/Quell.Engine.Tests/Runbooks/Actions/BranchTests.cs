using Quell.Engine.Executions;

namespace Quell.Engine.Tests.Runbooks.Actions;

/// <summary>Systems Manager User Guide, "aws:branch – Run conditional automation steps", "Creating dynamic automations with conditional branching".</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData("Variable: windows, StringEquals: windows", true)]
    [InlineData("Variable: Windows, StringEquals: windows", false)]
    [InlineData("Variable: Windows, EqualsIgnoreCase: windows", true)]
    [InlineData("Variable: windows, StartsWith: win", true)]
    [InlineData("Variable: windows, StartsWith: dow", false)]
    [InlineData("Variable: windows, EndsWith: ows", true)]
    [InlineData("Variable: windows, Contains: dow", true)]
    [InlineData("Variable: [a, bc], Contains: bc", true)]
    [InlineData("Variable: [a, bc], Contains: b", false)]
    [InlineData("Variable: 5, NumericEquals: '5'", true)]
    [InlineData("Variable: '5.0', NumericEquals: 5", true)]
    [InlineData("Variable: 6, NumericGreater: 5", true)]
    [InlineData("Variable: 10, NumericGreater: 9", true)]
    [InlineData("Variable: 5, NumericGreater: 5", false)]
    [InlineData("Variable: 4, NumericLesser: 5", true)]
    [InlineData("Variable: 5, NumericGreaterOrEquals: 5", true)]
    [InlineData("Variable: 5, NumericLesserOrEquals: 5", true)]
    [InlineData("Variable: five, NumericEquals: 5", false)]
    [InlineData("Variable: true, BooleanEquals: true", true)]
    [InlineData("Variable: 'True', BooleanEquals: true", true)]
    [InlineData("Variable: '', BooleanEquals: false", false)]
    [InlineData("And: [{Variable: a, StringEquals: a}, {Variable: b, StringEquals: b}]", true)]
    [InlineData("And: [{Variable: a, StringEquals: a}, {Variable: b, StringEquals: c}]", false)]
    [InlineData("Or: [{Variable: a, StringEquals: b}, {Variable: b, StringEquals: b}]", true)]
    [InlineData("Not: {Variable: a, StringEquals: b}", true)]
    [InlineData("Not: [{Variable: a, StringEquals: a}]", false)]
    [InlineData("Variable: '{{ later.Output }}', StringEquals: x", false)]
    [InlineData("Not: {Variable: '{{ later.Output }}', StringEquals: x}", true)]
    [InlineData("Variable: us-east-2, StringEquals: '{{ global:REGION }}'", true)]
    public void Chooses_by(string choice, bool isChosen)
    {
        var runbook = Runbook.Of(
            "- {name: choose, action: 'aws:branch', inputs: {Choices: [{NextStep: chosen, " + choice + "}], Default: other}}\n"
            + "- {name: chosen, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}\n"
            + "- {name: other, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}\n"
            + "- {name: later, action: 'aws:sleep', inputs: {Duration: PT0S}}");
        runbook.Steps.ShouldBe(["choose", isChosen ? "chosen" : "other"], runbook.Message);
    }

    [Fact]
    public void The_first_choice_that_holds_counts()
    {
        var runbook = Runbook.Of("""
            - name: choose
              action: aws:branch
              inputs:
                Choices:
                - {NextStep: c, Variable: a, StringEquals: b}
                - {NextStep: b, Variable: a, StringEquals: a}
                - {NextStep: c, Variable: a, StringEquals: a}
            - {name: a, action: 'aws:sleep', inputs: {Duration: PT0S}}
            - {name: b, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}
            - {name: c, action: 'aws:sleep', inputs: {Duration: PT0S}}
            """);
        runbook.Steps.ShouldBe(["choose", "b"]);
        runbook.Field("StepSucceeded", "nextStep").ShouldBeNull();
        runbook.Events.First(happened => happened.Type == "StepSucceeded").Fields!.String("nextStep").ShouldBe("b");
    }

    [Theory]
    [InlineData("", "choose after")]
    [InlineData(", isEnd: true", "choose")]
    public void Without_a_choice_and_a_default_it_goes_on_or_ends(string member, string steps)
    {
        var runbook = Runbook.Of(
            "- {name: choose, action: 'aws:branch', inputs: {Choices: [{NextStep: after, Variable: a, StringEquals: b}]}" + member + "}\n"
            + "- {name: after, action: 'aws:sleep', inputs: {Duration: PT0S}}");
        runbook.Steps.ShouldBe(steps.Split(' '));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Theory]
    [InlineData("{NextStep: after, Variable: a, Equals: a}", "A condition has one of the operations")]
    [InlineData("{NextStep: after, StringEquals: a}", "A condition has a Variable, or And, Or or Not")]
    [InlineData("{Variable: a, StringEquals: a}", "has no NextStep")]
    [InlineData("{NextStep: nowhere, Variable: a, StringEquals: a}", "The step choose leads to nowhere, which is no step beside it.")]
    public void Refuses_what_is_no_choice(string choice, string message) =>
        Runbook.Of("- {name: choose, action: 'aws:branch', inputs: {Choices: [" + choice + "]}}\n- {name: after, action: 'aws:sleep', inputs: {Duration: PT0S}}")
            .Message!.ShouldContain(message);
}
