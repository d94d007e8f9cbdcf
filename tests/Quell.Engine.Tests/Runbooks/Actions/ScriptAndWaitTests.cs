using Quell.Engine.Executions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks.Actions;

/// <summary>Scripts, delays, variables, approvals.</summary>
public sealed class ScriptAndWaitTests
{
    private const string Script = """
        schemaVersion: '0.3'
        parameters: {Ids: {type: StringList, default: [a, b]}}
        mainSteps:
        - name: run
          action: aws:executeScript
          inputs:
            Runtime: python3.11
            Handler: handler
            InputPayload: {ids: '{{ Ids }}', text: 'ids {{ Ids }} in {{ global:REGION }}', more: ['{{ Ids }}', c]}
            Script: |-
              def handler(events, context):
                return {**events, "braces": f"{{x}}"}
          outputs:
          - {Name: Count, Selector: $.Payload.count, Type: Integer}
        - {name: use, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, First: '{{ run.Payload.items[0].id }}', Whole: '{{ run.Payload.items }}', Count: '{{ run.Count }}'}}
        """;

    [Fact]
    public void Hands_the_script_its_payload_and_takes_what_it_returns()
    {
        var runbook = new Runbook(Script);
        var spec = runbook.Work.Spec;
        runbook.Work.Kind.ShouldBe(RunbookWork.Script);
        spec["payload"]!.ToString().ShouldBe("""{"ids":["a","b"],"text":"ids [\"a\",\"b\"] in us-east-2","more":["a","b","c"]}""");
        spec.String("script")!.ShouldContain("f\"{{x}}\"");
        runbook.Succeed("""{"Payload": {"count": 2, "items": [{"id": "i-1"}]}, "log": "hello"}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"First":"i-1","Whole":[{"id":"i-1"}],"Count":2}""");
        runbook.Outputs("run")["Payload"]!.ToString().ShouldBe("""{"count":2,"items":[{"id":"i-1"}]}""");
    }

    /// <summary>"aws:executeScript": 600 seconds at the most.</summary>
    [Theory]
    [InlineData("", 600)]
    [InlineData(", timeoutSeconds: 45", 45)]
    [InlineData(", timeoutSeconds: 4500", 600)]
    public void A_script_may_take_ten_minutes(string member, int seconds)
    {
        var runbook = Runbook.Of("- {name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Handler: f, Script: x}" + member + "}");
        runbook.Begun.Single().Due.ShouldBe(runbook.Now.AddSeconds(seconds));
    }

    [Fact]
    public void A_payload_has_a_limit() =>
        Runbook.Of("- {name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Handler: f, Script: x}}")
            .Succeed($$"""{"Payload": "{{new string('x', 102_400)}}"}""").Message!.ShouldContain("102400 are allowed");

    [Fact]
    public void A_script_has_its_text_or_an_attachment() =>
        Runbook.Of("- {name: run, action: 'aws:executeScript', inputs: {Runtime: python3.11, Handler: f}}").Message!.ShouldContain("has a Script or an Attachment");

    [Theory]
    [InlineData("Duration: PT10M", 600)]
    [InlineData("Duration: P1DT1H1M1.5S", 90061.5)]
    [InlineData("Duration: P1W", 604800)]
    [InlineData("Timestamp: '2026-01-02T03:05:05Z'", 60)]
    [InlineData("Timestamp: '2026-01-02T04:05:05+01:00'", 60)]
    public void Sleeps(string input, double seconds)
    {
        var runbook = new Runbook("schemaVersion: '0.3'\nassumeRole: arn:aws:iam::111122223333:role/r\nmainSteps: [{name: nap, action: 'aws:sleep', inputs: {" + input + "}}]");
        runbook.Pass(TimeSpan.FromSeconds(seconds - 0.5)).Execution.IsRunning.ShouldBeTrue();
        runbook.Pass(TimeSpan.FromSeconds(0.5)).Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Theory]
    [InlineData("Timestamp: '2020-01-01T01:00:00Z'", "")]
    [InlineData("Duration: P8D", "Duration is P8D; a duration of ISO 8601 of up to seven days is wanted: PT10M")]
    [InlineData("Duration: -PT5M", "Duration is -PT5M")]
    [InlineData("Duration: PT", "Duration is PT;")]
    [InlineData("Duration: P1M", "Duration is P1M;")]
    [InlineData("Timestamp: tomorrow", "Timestamp is tomorrow; a time of ISO 8601 is wanted")]
    [InlineData("Timestamp: '2026-01-10T03:04:05Z'", "A delay of more than 604800 seconds")]
    [InlineData("Other: x", "aws:sleep has a Duration or a Timestamp")]
    public void Does_not_sleep(string input, string message)
    {
        var runbook = Runbook.Of("- {name: nap, action: 'aws:sleep', inputs: {" + input + "}}");
        runbook.Execution.Status.ShouldBe(message.Length == 0 ? ExecutionStatus.Succeeded : ExecutionStatus.Failed);
        (runbook.Message ?? "").ShouldContain(message);
    }

    /// <summary>"aws:updateVariable": the value must match the variable's type, conversions aren't supported.</summary>
    [Theory]
    [InlineData("String", "x", "")]
    [InlineData("String", "5", "Value is 5, and the variable v is of type String")]
    [InlineData("Integer", "5", "")]
    [InlineData("Integer", "'5'", "is of type Integer")]
    [InlineData("Boolean", "true", "")]
    [InlineData("StringList", "[a, b]", "")]
    [InlineData("StringList", "[1]", "is of type StringList")]
    [InlineData("StringMap", "{a: 1}", "")]
    [InlineData("MapList", "[{a: 1}]", "")]
    [InlineData("MapList", "{a: 1}", "is of type MapList")]
    [InlineData("StringMap", "{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: 1}", "a key has 1 to 50 characters")]
    public void Gives_a_variable_a_value_of_its_type(string type, string value, string message)
    {
        var runbook = new Runbook("schemaVersion: '0.3'\nvariables: {v: {type: " + type + "}}\nmainSteps: [{name: set, action: 'aws:updateVariable', inputs: {Name: 'variable:v', Value: " + value + "}}]");
        runbook.Execution.Status.ShouldBe(message.Length == 0 ? ExecutionStatus.Succeeded : ExecutionStatus.Failed, runbook.Message);
        (runbook.Message ?? "").ShouldContain(message);
    }

    [Fact]
    public void A_variable_is_read_where_it_is_named()
    {
        var runbook = new Runbook("""
            schemaVersion: '0.3'
            variables: {list: {type: StringList, default: [a]}}
            mainSteps:
            - {name: set, action: 'aws:updateVariable', inputs: {Name: 'variable:list', Value: ['{{ variable:list }}', b]}}
            - {name: use, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, Names: '{{ variable:list }}'}}
            """);
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"Names":["a","b"]}""");
    }

    [Theory]
    [InlineData("Name: 'variable:w', Value: x", "the document has no variable of that name")]
    [InlineData("Name: 'variable:v'", "aws:updateVariable has no Value")]
    public void Refuses_a_variable_that_there_is_not(string inputs, string message) =>
        new Runbook("schemaVersion: '0.3'\nvariables: {v: {type: String}}\nmainSteps: [{name: set, action: 'aws:updateVariable', inputs: {" + inputs + "}}]")
            .Message!.ShouldContain(message);

    private const string Approve = """
        - name: ask
          action: aws:approve
          inputs: {Approvers: ['arn:aws:iam::111122223333:user/a', b], MinRequiredApprovals: 2, Message: 'Isolate?', NotificationArn: 'arn:aws:sns:us-east-2:111122223333:Automation'}
        """;

    [Fact]
    [Trait("Requirement", "D15")]
    public void Waits_for_approvals()
    {
        var runbook = Runbook.Of(Approve);
        runbook.Work.IsTokenAwaited.ShouldBeTrue();
        runbook.Work.Spec.String("token").ShouldBe($"token-{runbook.Begun[0].Id}");
        runbook.Work.Spec.Without("step").Without("token").ToString().ShouldBe(
            """{"approvers":["arn:aws:iam::111122223333:user/a","b"],"minimum":2,"message":"Isolate?","notificationArn":"arn:aws:sns:us-east-2:111122223333:Automation"}""");
        runbook.Begun[0].Due.ShouldBe(runbook.Now.AddSeconds(604_800));
        runbook.Field(RunbookEvents.StepWaiting, "reason").ShouldBe("approval");
        runbook.Succeed("""{"ApprovalStatus": "Approved", "ApproverDecisions": [{"approver": "b"}]}""");
        runbook.Outputs("ask")["ApprovalStatus"]!.ToString().ShouldBe("\"Approved\"");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    [Trait("Requirement", "D15")]
    public void Fails_when_it_is_rejected()
    {
        var runbook = Runbook.Of(Approve).Succeed("""{"ApprovalStatus": "Rejected", "ApproverDecisions": []}""");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        runbook.Message!.ShouldContain("The request for approval was rejected.");
        runbook.Outputs("ask", RunbookEvents.StepFailed).String("ApprovalStatus").ShouldBe("Rejected");
    }

    /// <summary>"aws:approve": the number can't exceed that of the approvers; at most 10 approvers, 4,096 characters.</summary>
    [Theory]
    [InlineData("Approvers: [a], MinRequiredApprovals: 2", "MinRequiredApprovals is 2; with 1 Approvers it is 1 to 1")]
    [InlineData("Approvers: [a], MinRequiredApprovals: 0", "MinRequiredApprovals is 0")]
    [InlineData("Approvers: [a, b, c, d, e, f, g, h, i, j, k]", "There are 11 Approvers; 10 are allowed")]
    [InlineData("Approvers: []", "no value for its input Approvers")]
    public void Refuses_an_approval_that_could_not_be_given(string inputs, string message) =>
        Runbook.Of("- {name: ask, action: 'aws:approve', inputs: {" + inputs + "}}").Message!.ShouldContain(message);
}
