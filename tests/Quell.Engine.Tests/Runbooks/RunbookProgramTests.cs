using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks;

/// <summary>How an execution goes from step to step (Systems Manager User Guide, "Properties shared by all actions").</summary>
public sealed class RunbookProgramTests
{
    private const string Two = """
        - name: first
          action: aws:executeAwsApi
          inputs: {Service: ec2, Api: DescribeInstances}
          outputs:
          - {Name: State, Selector: '$.Reservations[0].Instances[0].State.Name', Type: String}
        - name: second
          action: aws:executeAwsApi
          inputs: {Service: ec2, Api: StopInstances, Reason: 'it is {{ first.State }}'}
        """;

    [Fact]
    public void Goes_from_step_to_step_in_the_order_of_the_text()
    {
        var runbook = Runbook.Of(Two).Succeed("""{"Reservations": [{"Instances": [{"State": {"Name": "running"}}]}]}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"Reason":"it is running"}""");
        runbook.Succeed().Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Types.ShouldBe([
            RunbookEvents.AutomationStarted, RunbookEvents.StepStarted, RunbookEvents.StepSucceeded, RunbookEvents.StepStarted, RunbookEvents.StepSucceeded,
            RunbookEvents.AutomationSucceeded,
        ]);
        runbook.Execution.Frames.ShouldBeEmpty();
    }

    [Fact]
    public void A_step_leads_to_its_next_step_and_an_end_ends_it()
    {
        var runbook = Runbook.Of("""
            - {name: a, action: 'aws:sleep', inputs: {Duration: PT0S}, nextStep: c}
            - {name: b, action: 'aws:sleep', inputs: {Duration: PT0S}}
            - {name: c, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}
            - {name: d, action: 'aws:sleep', inputs: {Duration: PT0S}}
            """);
        runbook.Steps.ShouldBe(["a", "c"]);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void A_failure_ends_it_with_the_steps_message()
    {
        var runbook = Runbook.Of(Two).Fail("InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Message.ShouldBe(
            "Step fails when it is Execute/Cancelling action. An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation: "
            + "The instance ID 'i-1' does not exist. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.");
        runbook.Steps.ShouldBe(["first"]);
        runbook.Field(RunbookEvents.StepFailed, "error").ShouldBe("InvalidInstanceID.NotFound");
        runbook.Field(RunbookEvents.StepFailed, "stage").ShouldBe("Invocation");
    }

    /// <summary>"isCritical": it defaults to false where onFailure is Continue, and else to true.</summary>
    [Theory]
    [Trait("Requirement", "D34")]
    [InlineData("onFailure: Continue", "first second", "Succeeded")]
    [InlineData("onFailure: Continue, isCritical: true", "first second", "Failed")]
    [InlineData("onFailure: 'step:cleanup'", "first cleanup", "Failed")]
    [InlineData("onFailure: 'step:cleanup', isCritical: false", "first cleanup", "Succeeded")]
    [InlineData("onFailure: Abort, isCritical: false", "first", "Succeeded")]
    [InlineData("isEnd: true, onFailure: Continue", "first", "Succeeded")]
    public void A_failed_step_leads_where_it_says_and_counts_as_it_says(string members, string steps, string status)
    {
        var runbook = Runbook.Of(string.Join('\n', [
            "- {name: first, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StopInstances}, " + members + "}",
            "- {name: second, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}",
            "- {name: cleanup, action: 'aws:sleep', inputs: {Duration: PT0S}}",
        ])).Fail();
        runbook.Steps.ShouldBe(steps.Split(' '));
        runbook.Execution.Status.ToString().ShouldBe(status);
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void A_step_is_tried_as_often_as_it_says()
    {
        var runbook = Runbook.Of("""
            - name: first
              action: aws:executeAwsApi
              maxAttempts: 3
              inputs: {Service: ec2, Api: StopInstances}
            """);
        runbook.Fail().Begun.ShouldBeEmpty();
        runbook.Pass(TimeSpan.FromSeconds(1)).Fail().Pass(TimeSpan.FromSeconds(2));
        runbook.Execution.IsRunning.ShouldBeTrue();
        runbook.Fail().Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Calls.Count.ShouldBe(3);
        runbook.Types.Count(type => type == RunbookEvents.StepAttemptFailed).ShouldBe(2);
        runbook.Types.Count(type => type == RunbookEvents.StepFailed).ShouldBe(1);
    }

    [Fact]
    public void What_a_step_cannot_be_run_with_is_not_tried_again()
    {
        var runbook = Runbook.Of("""
            - {name: first, action: 'aws:executeAwsApi', maxAttempts: 3, inputs: {Service: ec2}}
            """);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Message!.ShouldStartWith("Step fails when it is validating and resolving the step inputs. The step first has no value for its input Api.");
        runbook.Field(RunbookEvents.StepFailed, "stage").ShouldBe("InputValidation");
    }

    /// <summary>"Handling timeouts in runbooks": by default a step that runs out of time has the execution time out.</summary>
    [Fact]
    public void A_step_that_runs_out_of_time_times_the_execution_out()
    {
        var runbook = Runbook.Of("""
            - {name: first, action: 'aws:executeScript', timeoutSeconds: 30, inputs: {Runtime: python3.11, Handler: f, Script: x}}
            """).Pass(TimeSpan.FromSeconds(30));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
        runbook.Types.ShouldContain(RunbookEvents.StepTimedOut);
        runbook.Cancelled.Count.ShouldBe(1);
        runbook.Message.ShouldBe("Step timed out while step is Poll action status for completion. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.");
    }

    [Fact]
    public void A_step_that_is_not_critical_times_nothing_out()
    {
        var runbook = Runbook.Of("""
            - {name: first, action: 'aws:pause', timeoutSeconds: 30, isCritical: false, onFailure: 'step:other', inputs: {}}
            - {name: between, action: 'aws:sleep', inputs: {Duration: PT0S}}
            - {name: other, action: 'aws:sleep', inputs: {Duration: PT0S}}
            """).Pass(TimeSpan.FromSeconds(30));
        runbook.Steps.ShouldBe(["first", "other"]);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void Attempts_each_have_the_whole_time()
    {
        var runbook = Runbook.Of("""
            - {name: first, action: 'aws:pause', timeoutSeconds: 30, maxAttempts: 2, inputs: {}}
            """).Pass(TimeSpan.FromSeconds(60));
        runbook.Execution.IsRunning.ShouldBeTrue();
        runbook.Pass(TimeSpan.FromSeconds(1)).Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
    }

    [Fact]
    public void Steps_that_lead_to_each_other_for_ever_end_with_a_clear_failure()
    {
        var runbook = Runbook.Of("""
            - {name: a, action: 'aws:sleep', inputs: {Duration: PT0S}}
            - {name: b, action: 'aws:sleep', inputs: {Duration: PT0S}, nextStep: a}
            """);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Message.ShouldBe("The step a was started more than 1000 times. Steps that lead to each other need a way out.");
    }

    [Fact]
    public void A_history_that_is_full_ends_it()
    {
        var steps = string.Join('\n', Enumerable.Range(0, 20).Select(index => $$"""- {name: s{{index}}, action: 'aws:sleep', inputs: {Duration: PT0S}{{(index == 19 ? ", nextStep: s0" : "")}}}"""));
        var runbook = Runbook.Of(steps);
        runbook.Message.ShouldBe("The execution reached the maximum number of history events (25000).");
        runbook.Events.Count.ShouldBeLessThanOrEqualTo(25_000);
        runbook.Events[^1].Type.ShouldBe(RunbookEvents.AutomationFailed);
    }

    [Fact]
    public void Without_a_role_it_may_take_twelve_hours()
    {
        var runbook = Runbook.Of("- {name: a, action: 'aws:pause', inputs: {}}").Pass(TimeSpan.FromHours(12));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
        new Runbook("""
            schemaVersion: '0.3'
            assumeRole: '{{ Role }}'
            parameters: {Role: {type: String, default: 'arn:aws:iam::{{ nothing }}:role/r'}}
            mainSteps: [{name: a, action: 'aws:pause', inputs: {}}]
            """).Pass(TimeSpan.FromHours(12)).Execution.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public void Gives_the_documents_outputs_as_lists_of_texts()
    {
        var runbook = new Runbook("""
            schemaVersion: '0.3'
            variables: {count: {type: Integer, default: 2}}
            mainSteps:
            - name: first
              action: aws:executeAwsApi
              inputs: {Service: ec2, Api: DescribeInstances}
              outputs:
              - {Name: Ids, Selector: '$.Ids', Type: StringList}
              - {Name: Map, Selector: '$.Map', Type: StringMap}
              isEnd: true
            - {name: other, action: 'aws:sleep', inputs: {Duration: PT0S}}
            outputs: [first.Ids, first.Map, 'variable:count', other.None]
            """).Succeed("""{"Ids": ["a", "b"], "Map": {"x": 1}}""");
        runbook.Execution.Output!.ToString().ShouldBe(
            """{"first.Ids":["a","b"],"first.Map":["{\"x\":1}"],"variable:count":["2"],"other.None":["No output available yet because the step is not successfully executed"]}""");
    }

    [Fact]
    public void Wrong_parameters_end_it_before_the_first_step()
    {
        var runbook = new Runbook("""
            schemaVersion: '0.3'
            parameters: {Id: {type: String}}
            mainSteps: [{name: a, action: 'aws:pause', inputs: {}}]
            """, """{"Other": ["x"]}""");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Steps.ShouldBeEmpty();
        runbook.Message.ShouldBe("Parameter Other is not defined in the document. Parameter Id is required and has no value.");
    }

    [Fact]
    public void Asks_the_parameter_store_before_the_first_step()
    {
        var runbook = new Runbook("""
            schemaVersion: '0.3'
            parameters: {Image: {type: String, default: '{{ ssm:/golden/ami }}'}}
            mainSteps:
            - {name: a, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: RunInstances, ImageId: '{{ Image }}', KeyName: 'k-{{ ssm:key }}'}}
            """);
        runbook.Work.Kind.ShouldBe(RunbookWork.Lookup);
        runbook.Work.Spec["names"]!.ToString().ShouldBe("""["/golden/ami","key"]""");
        runbook.Succeed("""{"/golden/ami": "ami-1", "key": "one"}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"ImageId":"ami-1","KeyName":"k-one"}""");
    }

    [Fact]
    public void Fails_where_the_parameter_store_has_no_such_parameter()
    {
        var runbook = Runbook.Of("- {name: a, action: 'aws:sleep', inputs: {Duration: '{{ ssm:wait }}'}}").Fail("ParameterNotFound", "wait");
        runbook.Message.ShouldBe("The parameters that the document refers to could not be read from the parameter store: ParameterNotFound: wait");
        runbook.Types.ShouldBe([RunbookEvents.AutomationStarted, RunbookEvents.AutomationFailed]);
    }

    [Fact]
    public void Inputs_do_not_grow_without_end()
    {
        var uses = string.Concat(Enumerable.Repeat("{{ big.Text }}", 60));
        var runbook = Runbook.Of("""
            - {name: big, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X}, outputs: [{Name: Text, Selector: $.Text, Type: String}]}
            - {name: use, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, P: 'USES'}}
            """.Replace("USES", uses, StringComparison.Ordinal)).Succeed($$"""{"Text": "{{new string('x', 100_000)}}"}""");
        runbook.Message!.ShouldContain("With all values in their places there are more than 4194304 bytes.");
        runbook = Runbook.Of("- {name: big, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X}, outputs: [{Name: A, Selector: $.Text, Type: String}]}");
        runbook.Succeed($$"""{"Text": "{{new string('x', 4_200_000)}}"}""").Message!.ShouldContain("The step's outputs have 4200008 bytes; 4194304 are allowed.");
    }

    [Fact]
    public void What_is_nested_too_deep_for_the_journal_fails_the_step()
    {
        var deep = $$"""{"Payload": {{new string('[', 505)}}{{new string(']', 505)}}}""";
        Runbook.Of("- {name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Handler: f, Script: x}}").Succeed(deep)
            .Message!.ShouldContain("The step's outputs are nested more than 496 levels.");
    }

    [Fact]
    public void Keeps_a_whole_answer_only_where_the_document_uses_it()
    {
        var runbook = Runbook.Of("""
            - {name: quiet, action: 'aws:executeAwsApi', inputs: {Service: secretsmanager, Api: GetSecretValue}}
            - {name: told, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X}}
            - {name: use, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, Whole: '{{ told.OutputPayload }}', Part: '{{ told.OutputPayload.A.B }}'}}
            """).Succeed("""{"SecretString": "s3cret"}""").Succeed("""{"A": {"B": 1}}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"Whole":{"A":{"B":1}},"Part":1}""");
        runbook.Events.ShouldAllBe(happened => !$"{happened.Data}{happened.Fields}".Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_script_printed_is_told_with_its_success() =>
        Runbook.Of("- {name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Handler: f, Script: x}}").Succeed("""{"Payload": 1, "log": "hello"}""")
            .Field(RunbookEvents.StepSucceeded, "log").ShouldBe("hello");

    [Fact]
    public void Is_not_taken_up_again_after_it_failed()
    {
        var runbook = Runbook.Of(Two).Fail();
        var count = runbook.Events.Count;
        runbook.Do(Stimulus.Redrive.Instance).Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Events.Count.ShouldBe(count);
    }

    [Fact]
    public void An_output_whose_selector_matches_nothing_fails_the_step_that_needs_it()
    {
        var runbook = Runbook.Of(Two).Succeed("""{"Reservations": []}""");
        runbook.Message!.ShouldContain("Step fails when it is validating and resolving the step inputs. Failed to resolve input: first.State. The step first has given no output State: its selector "
            + "$.Reservations[0].Instances[0].State.Name matches nothing in the result.");
    }

    [Fact]
    public void A_step_that_is_started_again_has_no_outputs_of_before()
    {
        var runbook = Runbook.Of("""
            - name: look
              action: aws:executeAwsApi
              inputs: {Service: ec2, Api: DescribeInstances}
              outputs: [{Name: Id, Selector: $.Id, Type: String}]
              onFailure: step:use
            - {name: again, action: 'aws:sleep', inputs: {Duration: PT0S}, nextStep: look}
            - {name: use, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StopInstances, Id: '{{ look.Id }}'}}
            """).Succeed("""{"Id": "old"}""").Fail();
        runbook.Events.Last(happened => happened.Type == RunbookEvents.StepFailed).Name.ShouldBe("use");
        runbook.Calls.ShouldNotContain("ec2:StopInstances");
    }
}
