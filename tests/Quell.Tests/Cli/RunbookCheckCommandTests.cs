using Quell.Engine.Json;

namespace Quell.Tests.Cli;

public sealed class RunbookCheckCommandTests
{
    private const string Right = """
        schemaVersion: '0.3'
        assumeRole: '{{ Role }}'
        parameters:
          Role: {type: AWS::IAM::Role::Arn}
          InstanceId: {type: String}
        mainSteps:
          - name: find
            action: aws:executeAwsApi
            inputs: {Service: ec2, Api: describe_instances, InstanceIds: ['{{ InstanceId }}']}
          - name: fix
            action: aws:executeScript
            inputs:
              Runtime: python3.11
              Handler: run
              Script: |
                import boto3
                def run(events, context):
                    boto3.client('sns').publish(Message='x')
          - name: child
            action: aws:executeAutomation
            inputs: {DocumentName: AWS-StopEC2Instance, RuntimeParameters: {InstanceId: '{{ InstanceId }}'}}
        """;

    [Fact]
    public async Task Lists_what_a_right_runbook_reaches()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        var file = folder.Write("right.yaml", Right);
        (await shell.Run("runbook", "check", file)).ShouldBe(0);
        shell.Lines[0].ShouldBe($"{file}: no mistake");
        shell.Lines[1..].Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).ShouldBe(
        [
            "REACHES|WHAT|BY|LINE",
            "role|{{ Role }}|assumeRole|2",
            "call|ec2:DescribeInstances|find|7",
            "call|sns:Publish|fix (seen in script)|10",
            "call|ssm:StartAutomationExecution|child (its action)|19",
            "call|ssm:GetAutomationExecution|child (its action)|19",
            "automation|AWS-StopEC2Instance|child|19",
            "permission|ec2:DescribeInstances",
            "permission|iam:PassRole",
            "permission|sns:Publish",
            "permission|ssm:GetAutomationExecution",
            "permission|ssm:StartAutomationExecution",
        ]);
    }

    [Fact]
    [Trait("Requirement", "D10")]
    public async Task Lists_every_mistake_with_its_place_and_ends_with_two()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        var right = folder.Write("right.yaml", Right);
        var wrong = folder.Write("wrong.yaml", Right.Replace("{type: String}", "{type: Text}", StringComparison.Ordinal).Replace("describe_instances", "describe_instance", StringComparison.Ordinal));
        (await shell.Run("runbook", "check", wrong, right)).ShouldBe(2);
        shell.Lines[..2].ShouldBe(
        [
            $"{wrong}:5:22: 'Text' is no type; there are String, StringList, Integer, Boolean, StringMap, MapList, AWS::EC2::Instance::Id, AWS::IAM::Role::Arn, AWS::S3::Bucket::Name, List<AWS::EC2::Instance::Id>",
            $"{wrong}:9:33: ec2 has no operation 'describe_instance'; did you mean 'DescribeInstances'?",
        ]);
        shell.Lines.ShouldContain($"{right}: no mistake");
    }

    [Fact]
    public async Task Tells_programs_the_same_as_json()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("runbook", "check", folder.Write("wrong.yaml", Right.Replace("{{ InstanceId }}", "{{ Instance }}", StringComparison.Ordinal)), "--output", "json")).ShouldBe(2);
        var answer = ((JsonArray)JsonValue.Parse(shell.Out))[0] as JsonObject;
        answer.ShouldNotBeNull().Array("mistakes").Count.ShouldBe(2);
        ((JsonObject)answer.Array("mistakes")[0]).With("message", null).ToString().ShouldBe("""{"code":"UnknownParameter","path":"mainSteps[0].inputs.InstanceIds[0]","line":9,"column":67}""");
        ((JsonObject)answer.Array("calls")[1]).ToString().ShouldBe("""{"service":"sns","operation":"Publish","step":"fix","line":10,"seenIn":"script","permissions":["sns:Publish"]}""");
        answer.Array("documents").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("schemaVersion: '2.2'\nmainSteps: []", "1:16: schemaVersion '2.2' is that of a Command document, which aws:runCommand runs; an Automation runbook has '0.3'")]
    [InlineData("{", "1:2: ")]
    [InlineData("", "0:0: the runbook is empty; a document with schemaVersion '0.3' and mainSteps is wanted")]
    public async Task What_is_no_runbook_is_said_to_be_none(string text, string message)
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        var file = folder.Write("none.yaml", text);
        (await shell.Run("runbook", "check", file)).ShouldBe(2);
        shell.Lines.ShouldHaveSingleItem().ShouldStartWith($"{file}:{message}");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_line_to_standard_error()
    {
        using var shell = new Shell();
        (await shell.Run("runbook", "check", "nowhere.yaml")).ShouldBe(2);
        shell.Error.Trim().ShouldBe("quell: nowhere.yaml: there is no such file.");
    }
}
