using Quell.Engine.Json;
using Quell.Tests.Parameters;
using static Quell.Tests.Documents.SsmDocuments;

namespace Quell.Tests.Documents;

public sealed class DocumentReadingTests
{
    private readonly SsmHouse _house = new();

    [Fact]
    public void A_document_is_got_as_it_was_written_and_in_the_other_format()
    {
        _house.Create("Wait");
        _house.Call("CreateDocument", ("Name", "Hello"), ("Content", Command), ("DocumentType", "Command"));

        var written = _house.Call("GetDocument", ("Name", "Wait"));
        written.Without("Content").ToString().ShouldBe(
            """{"Name":"Wait","CreatedDate":"2026-01-02T03:04:06Z","DocumentVersion":"1","Status":"Active","DocumentType":"Automation","DocumentFormat":"YAML"}""");
        written.String("Content").ShouldBe(Runbook);
        var json = _house.Call("GetDocument", ("Name", "Wait"), ("DocumentFormat", "JSON"));
        json.String("DocumentFormat").ShouldBe("JSON");
        JsonValue.Parse(json.String("Content")!).ToString().ShouldBe(
            """{"schemaVersion":"0.3","description":"Waits a while","assumeRole":"{{ AutomationAssumeRole }}","parameters":{"AutomationAssumeRole":{"type":"String","description":"The role","default":""},"Zones":{"type":"StringList","default":["a","b"]}},"mainSteps":[{"name":"wait","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]}""");
        _house.Call("GetDocument", ("Name", "Hello"), ("DocumentFormat", "YAML")).String("Content").ShouldBe(
            """
            ---
            schemaVersion: "2.2"
            description: "Says hello"
            parameters:
              who:
                type: "String"
                default: "you"
            mainSteps:
            - action: "aws:runShellScript"
              name: "hello"
              inputs:
                runCommand:
                - "echo {{ who }}"

            """);
        _house.Refused("GetDocument", ("Name", "Wait"), ("DocumentFormat", "TEXT")).ShouldBe(("ValidationException", "Invalid document format TEXT"));
    }

    [Fact]
    public void A_document_is_found_by_its_ARN_too()
    {
        _house.Create("Wait");

        _house.Describe("arn:aws:ssm:us-east-1:000000000000:document/Wait").String("Name").ShouldBe("Wait");
        _house.Describe("arn:aws:ssm:us-east-1:000000000000:automation-definition/Wait:1").String("DocumentVersion").ShouldBe("1");
        foreach (var other in new[] { "None", "arn:aws:ssm:eu-west-1:000000000000:document/Wait", "arn:aws:ssm:us-east-1:000000000000:parameter/Wait", "arn:aws:ssm:us-east-1:111111111111:document/Wait" })
        {
            _house.Refused("DescribeDocument", ("Name", other)).ShouldBe(("InvalidDocument", $"Document with name {other} does not exist."));
        }
    }

    [Fact]
    public void A_version_that_is_not_there_is_refused()
    {
        _house.Create("Wait");

        _house.Refused("GetDocument", ("Name", "Wait"), ("DocumentVersion", "2")).ShouldBe(("InvalidDocumentVersion", "The document version is not valid or does not exist."));
        _house.Refused("GetDocument", ("Name", "Wait"), ("VersionName", "none")).Code.ShouldBe("InvalidDocumentVersion");
        _house.Refused("GetDocument", ("Name", "AWS-RunShellScript"), ("DocumentVersion", "2")).Code.ShouldBe("InvalidDocumentVersion");
    }

    [Fact]
    public void Amazons_documents_for_commands_are_there_in_every_account()
    {
        foreach (var name in new[] { "AWS-RunShellScript", "AWS-RunPowerShellScript" })
        {
            var described = _house.Describe(name);
            (described.String("Owner"), described.String("DocumentType"), described.String("SchemaVersion")).ShouldBe(("Amazon", "Command", "2.2"));
            described.Array("Parameters").Objects.Select(parameter => parameter.String("Name")).ShouldBe(["commands", "workingDirectory", "executionTimeout"]);
            _house.Call("GetDocument", ("Name", name), ("DocumentFormat", "YAML")).String("Content").ShouldNotBeNull().ShouldContain("schemaVersion: \"2.2\"");
        }

        _house.Refused("DescribeDocument", ("Name", "AWS-StopEC2Instance")).Code.ShouldBe("InvalidDocument");
        _house.Refused("DeleteDocument", ("Name", "AWS-RunShellScript")).Code.ShouldBe("InvalidDocument");
    }
}
