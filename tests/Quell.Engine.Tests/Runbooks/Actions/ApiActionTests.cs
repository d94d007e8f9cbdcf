using Quell.Engine.Executions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks.Actions;

/// <summary>Calls of any API, looking at one of their properties, and waiting for it.</summary>
public sealed class ApiActionTests
{
    private const string Wait = """
        - name: wait
          action: aws:waitForAwsResourceProperty
          timeoutSeconds: 60
          inputs:
            Service: ec2
            Api: describe_instance_status
            InstanceIds: [i-1]
            PropertySelector: $.InstanceStatuses[0].InstanceState.Name
            DesiredValues: [running, stopped]
        """;

    private static readonly string Assert = Wait.Replace("waitFor", "assert", StringComparison.Ordinal);

    [Fact]
    public void Calls_what_the_author_wrote_and_selects_from_the_answer()
    {
        var runbook = Runbook.Of("""
            - name: call
              action: aws:executeAwsApi
              inputs: {Service: ec2, Api: describe_instances, Filters: [{Name: tag:Env, Values: [prod]}]}
              outputs:
              - {Name: First, Selector: '$.Reservations[0].Instances[0].InstanceId', Type: String}
              - {Name: All, Selector: '$.Reservations..InstanceId', Type: StringList}
              - {Name: Big, Selector: "$.Reservations[*].Instances[?(@.Size == 'big')].InstanceId", Type: String}
              - {Name: Count, Selector: $.Count, Type: Integer}
              - {Name: CountText, Selector: $.Count, Type: String}
              - {Name: Missing, Selector: $.Nothing, Type: String}
            """);
        runbook.Work.Spec.Without("step").ToString().ShouldBe(
            """{"service":"ec2","api":"describe_instances","parameters":{"Filters":[{"Name":"tag:Env","Values":["prod"]}]}}""");
        runbook.Succeed("""{"Count": 2, "Reservations": [{"Instances": [{"InstanceId": "i-1", "Size": "small"}]}, {"Instances": [{"InstanceId": "i-2", "Size": "big"}]}]}""");
        runbook.Outputs("call").ToString().ShouldBe("""{"First":"i-1","All":["i-1","i-2"],"Big":"i-2","Count":2,"CountText":"2"}""");
    }

    /// <summary>"aws:executeAwsApi": each can run up to 25 seconds.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(", timeoutSeconds: 600")]
    public void A_call_may_take_25_seconds(string member)
    {
        var runbook = Runbook.Of("- {name: call, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StopInstances}" + member + "}");
        runbook.Begun.Single().Due.ShouldBe(runbook.Now.AddSeconds(25));
    }

    [Fact]
    public void An_output_that_is_none_of_its_type_fails_the_step()
    {
        var runbook = Runbook.Of("""
            - {name: call, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X}, outputs: [{Name: N, Selector: $.N, Type: Integer}]}
            """).Succeed("""{"N": "many"}""");
        runbook.Message!.ShouldContain("The output N at $.N is of type Integer, which \"many\" cannot be converted to.");
        runbook.Field(RunbookEvents.StepFailed, "stage").ShouldBe("PostVerification");
        runbook.Field(RunbookEvents.StepFailed, "type").ShouldBe("Verification");
    }

    [Theory]
    [InlineData("AccessDeniedException", "Permission")]
    [InlineData("UnauthorizedOperation", "Permission")]
    [InlineData("ThrottlingException", "Throttling")]
    [InlineData("InvalidParameterValue", "Action")]
    public void Says_of_which_type_a_failure_is(string error, string type) =>
        Runbook.Of("- {name: call, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X}}").Fail(error).Field(RunbookEvents.StepFailed, "type").ShouldBe(type);

    [Theory]
    [InlineData("\"stopped\"", true)]
    [InlineData("\"pending\"", false)]
    [InlineData("null", false)]
    public void Asserts_one_of_the_desired_values(string state, bool isDesired)
    {
        var runbook = Runbook.Of(Assert).Succeed($$$"""{"InstanceStatuses": [{"InstanceState": {"Name": {{{state}}}}}]}""");
        runbook.Execution.Status.ShouldBe(isDesired ? ExecutionStatus.Succeeded : ExecutionStatus.Failed);
    }

    /// <summary>"aws:assertAwsResourceProperty": booleans are written with a capital letter.</summary>
    [Theory]
    [InlineData("'True'")]
    [InlineData("true")]
    public void Compares_booleans_in_any_spelling(string desired) =>
        Runbook.Of("- {name: a, action: 'aws:assertAwsResourceProperty', inputs: {Service: s3, Api: X, PropertySelector: $.On, DesiredValues: [" + desired + "]}}")
            .Succeed("""{"On": true}""").Execution.Status.ShouldBe(ExecutionStatus.Succeeded);

    [Fact]
    public void Says_what_it_found_instead()
    {
        var runbook = Runbook.Of(Assert).Succeed("""{"InstanceStatuses": []}""");
        runbook.Message!.ShouldContain("Property value from the API output is not in desired values: nothing at $.InstanceStatuses[0].InstanceState.Name is none of [\"running\",\"stopped\"].");
    }

    [Fact]
    public void Asks_again_until_the_property_has_a_desired_value()
    {
        var runbook = Runbook.Of(Wait).Succeed("""{"InstanceStatuses": []}""");
        runbook.Begun.ShouldBeEmpty();
        runbook.Pass(TimeSpan.FromSeconds(1)).Succeed("""{"InstanceStatuses": [{"InstanceState": {"Name": "pending"}}]}""");
        runbook.Pass(TimeSpan.FromSeconds(2)).Succeed("""{"InstanceStatuses": [{"InstanceState": {"Name": "running"}}]}""");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Calls.ShouldBe(Enumerable.Repeat("ec2:describe_instance_status", 3));
    }

    [Fact]
    public void Gives_up_when_its_time_is_over()
    {
        var runbook = Runbook.Of(Wait);
        while (runbook.Execution.IsRunning)
        {
            runbook.Succeed().Pass(runbook.Execution.NextDue!.Value - runbook.Now);
        }

        runbook.Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
        (runbook.Now - runbook.Execution.Started).ShouldBe(TimeSpan.FromSeconds(60));
        runbook.Calls.Count.ShouldBe(7);
    }

    [Fact]
    public void A_call_that_fails_while_it_waits_fails_the_step() => Runbook.Of(Wait).Fail().Execution.Status.ShouldBe(ExecutionStatus.Failed);

    [Fact]
    public void A_selector_that_is_none_fails_the_step() =>
        Runbook.Of(Wait.Replace("$.InstanceStatuses[0]", "$.[", StringComparison.Ordinal)).Succeed().Message!.ShouldContain("cannot be applied");
}
