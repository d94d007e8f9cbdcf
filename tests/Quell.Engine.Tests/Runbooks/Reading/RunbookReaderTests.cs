using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Reading;

namespace Quell.Engine.Tests.Runbooks.Reading;

public class RunbookReaderTests
{
    private const string Whole = """
        schemaVersion: '0.3'
        description: |
          ### Stops an instance
        assumeRole: '{{ AutomationAssumeRole }}'
        parameters:
          InstanceId:
            type: AWS::EC2::Instance::Id
            description: Which.
            allowedPattern: ^i-[0-9a-f]+$
          AutomationAssumeRole:
            type: AWS::IAM::Role::Arn
            default: ''
          Ports:
            type: StringList
            default: ['22', '3389']
            minItems: 1
            maxItems: 5
        variables:
          attempts:
            type: Integer
            default: 0
        mainSteps:
          - name: find
            action: aws:executeAwsApi
            description: Finds it.
            maxAttempts: 3
            timeoutSeconds: '60'
            isCritical: 'false'
            onFailure: step:clean
            inputs:
              Service: ec2
              Api: DescribeInstances
              InstanceIds: ['{{ InstanceId }}']
            outputs:
              - Name: State
                Selector: $.Reservations[0].Instances[0].State.Name
                Type: String
              - Name: Plain
                Selector: $.Reservations
            nextStep: each
          - name: each
            action: aws:loop
            inputs:
              Iterators: '{{ Ports }}'
              IteratorDataType: String
              Steps:
                - name: rest
                  action: aws:sleep
                  inputs:
                    Duration: PT1S
          - name: clean
            action: aws:pause
            inputs: {}
            onCancel: Continue
            isEnd: true
        outputs:
          - find.State
        files:
          tool.py:
            checksums:
              sha256: 18871b1311b295c43d0f
        """;

    [Fact]
    [Trait("Requirement", "D10")]
    public void Reads_every_part_of_a_document()
    {
        var document = Read(Whole);
        document.Description.ShouldBe("### Stops an instance\n");
        document.AssumeRole.ShouldBe("{{ AutomationAssumeRole }}");
        document.Parameters.Select(parameter => (parameter.Name, parameter.Type, parameter.Line)).ShouldBe(
            [("InstanceId", "AWS::EC2::Instance::Id", 6), ("AutomationAssumeRole", "AWS::IAM::Role::Arn", 10), ("Ports", "StringList", 13)]);
        document.Parameters[0].Default.ShouldBeNull();
        document.Parameters[1].Default.ShouldBe(new JsonString(""));
        (document.Parameters[2].MinItems, document.Parameters[2].MaxItems).ShouldBe((1, 5));
        document.Variables.ShouldHaveSingleItem().Default.ShouldBe(0);
        document.Outputs.ShouldHaveSingleItem().ShouldBe(new RunbookOutput("find.State", 57, 5));
        document.Files["tool.py"].ShouldBe("18871b1311b295c43d0f");
    }

    [Fact]
    public void Reads_every_property_of_a_step()
    {
        var (find, each, clean) = (Read(Whole).Steps[0], Read(Whole).Steps[1], Read(Whole).Steps[2]);
        (find.Name, find.Action, find.Description, find.NextStep).ShouldBe(("find", "aws:executeAwsApi", "Finds it.", "each"));
        (find.MaxAttempts, find.TimeoutSeconds).ShouldBe((3, (JsonValue)"60"));
        (find.IsCritical, find.IsEnd).ShouldBe((false, false));
        find.OnFailure.ShouldBe(new StepEscape(EscapeKind.Step, "clean"));
        find.OnCancel.ShouldBe(StepEscape.Abort);
        find.Inputs.ToString().ShouldBe("""{"Service":"ec2","Api":"DescribeInstances","InstanceIds":["{{ InstanceId }}"]}""");
        find.Outputs.Select(output => (output.Name, output.Type, output.Line)).ShouldBe([("State", "String", 35), ("Plain", "String", 38)]);
        each.Steps.ShouldHaveSingleItem().Name.ShouldBe("rest");
        (clean.IsEnd, clean.OnCancel).ShouldBe((true, StepEscape.Continue));
    }

    [Fact]
    public void Reads_json_as_it_reads_yaml()
    {
        var json = Read(Read(Whole).Source.ToJson().ToIndentedString());
        json.Steps.Select(step => (step.Name, step.Action)).ShouldBe(Read(Whole).Steps.Select(step => (step.Name, step.Action)));
        json.Steps[0].Inputs.ShouldBe(Read(Whole).Steps[0].Inputs);
    }

    [Theory]
    [InlineData("schemaVersion: '0.3'\ndescripton: x\nmainSteps: [{name: a, action: 'aws:pause', inputs: {}}]", 2, 1, "a runbook has no 'descripton'; did you mean 'description'?")]
    [InlineData("schemaVersion: '2.2'\nmainSteps: []", 1, 16, "schemaVersion '2.2' is that of a Command document, which aws:runCommand runs; an Automation runbook has '0.3'")]
    [InlineData("mainSteps: []", 1, 1, "a runbook has to have schemaVersion: '0.3'")]
    [InlineData("schemaVersion: '0.3'", 1, 1, "a runbook has to have 'mainSteps'")]
    [InlineData("schemaVersion: '0.3'\nmainSteps: []", 2, 12, "'mainSteps' has no step; at least one is wanted")]
    [InlineData("schemaVersion: '0.3'\nmainSteps:\n  name: a", 3, 3, "'mainSteps' is a map; a list is wanted")]
    [InlineData("schemaVersion: '0.3'\nmainSteps:\n- action: aws:pause", 3, 3, "a step has to have 'name'")]
    [InlineData("schemaVersion: '0.3'\nmainSteps:\n- {name: a, action: 'aws:pause', isEnd: maybe}", 3, 41, "'isEnd' is 'maybe'; true or false is wanted")]
    [InlineData("schemaVersion: '0.3'\nmainSteps:\n- {name: a, action: 'aws:pause', onFailure: Retry}", 3, 45, "'onFailure' is 'Retry'; Abort, Continue or step:NAME is wanted")]
    [InlineData("schemaVersion: '0.3'\nmainSteps:\n- {name: a, action: 'aws:pause', nextstep: b}", 3, 34, "step 'a' has no 'nextstep'; did you mean 'nextStep'?")]
    [InlineData("schemaVersion: '0.3'\nparameters:\n  P: {type: String, minItems: few}\nmainSteps: [{name: a, action: 'aws:pause'}]", 3, 31, "'minItems' is 'few'; a whole number from 0 is wanted")]
    [InlineData("schemaVersion: '0.3'\nparameters:\n  P:\nmainSteps: [{name: a, action: 'aws:pause'}]", 3, 3, "parameter 'P' is empty; a map with 'type' is wanted")]
    [InlineData("schemaVersion: '0.3'\nmainSteps: [{name: a, action: 'aws:pause'}]\noutputs: [{a: b}]", 3, 11, "an output is a map; the name of a step's output is wanted: step.Output")]
    [InlineData("schemaVersion: '0.3'\nmainSteps: [{name: a, action: 'aws:pause'}]\nmainSteps: []", 3, 1, "YAML not well-formed. (line 3, column 1): the key 'mainSteps' stands here a second time")]
    [InlineData("schemaVersion: !Ref x", 1, 16, "YAML not well-formed. (line 1, column 16): the tag !Ref has no meaning in a runbook")]
    [InlineData("- 1", 1, 1, "a runbook is a map with schemaVersion and mainSteps; this is a list")]
    [InlineData("", 0, 0, "the runbook is empty; a document with schemaVersion '0.3' and mainSteps is wanted")]
    public void Names_the_place_of_a_mistake_and_what_would_be_right(string text, int line, int column, string message)
    {
        var mistake = RunbookReader.Read(Encoding.UTF8.GetBytes(text)).Mistakes.ShouldHaveSingleItem();
        (mistake.Line, mistake.Column, mistake.Message).ShouldBe((line, column, message));
    }

    [Fact]
    public void Tells_all_mistakes_at_once_in_the_order_of_the_text()
    {
        const string text = "schemaVersion: '0.3'\nfoo: 1\nmainSteps:\n- {name: a, actoin: 'aws:pause'}\n- b\n- {name: c, action: 'aws:pause', inputs: []}";
        RunbookReader.Read(Encoding.UTF8.GetBytes(text)).Mistakes.Select(mistake => (mistake.Line, mistake.Path)).ShouldBe(
            [(2, "foo"), (4, "mainSteps[0]"), (4, "mainSteps[0].actoin"), (5, "mainSteps[1]"), (6, "mainSteps[2].inputs")]);
    }

    [Fact]
    public void Anchors_and_merge_keys_are_read_as_yaml_means_them()
    {
        const string text = """
            schemaVersion: '0.3'
            mainSteps:
              - &pause
                name: first
                action: aws:pause
                isEnd: false
                inputs: {}
              - <<: *pause
                name: second
                isEnd: true
            """;
        Read(text).Steps.Select(step => (step.Name, step.Action, step.IsEnd)).ShouldBe([("first", "aws:pause", false), ("second", "aws:pause", true)]);
    }

    private static RunbookDocument Read(string text)
    {
        var reading = RunbookReader.Read(Encoding.UTF8.GetBytes(text));
        reading.Mistakes.ShouldBeEmpty();
        return reading.Document.ShouldNotBeNull();
    }
}
