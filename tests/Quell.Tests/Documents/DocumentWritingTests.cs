using Quell.Documents;
using Quell.Engine.Json;
using Quell.Tests.Parameters;
using static Quell.Tests.Documents.SsmDocuments;

namespace Quell.Tests.Documents;

public sealed class DocumentWritingTests
{
    private readonly SsmHouse _house = new();

    [Fact]
    public void A_runbook_is_described_as_it_was_made()
    {
        var made = _house.Create("Wait", Runbook, ("VersionName", "first"), ("TargetType", "/AWS::EC2::Instance"), ("Tags", JsonValue.Parse("""[{"Key":"team","Value":"blue"}]""")));

        made.String("Status").ShouldBe("Creating");
        var described = _house.Describe("Wait");
        described.ShouldBe(made.With("Status", "Active"));
        described.Without("Hash").ToString().ShouldBe(
            """{"HashType":"Sha256","Name":"Wait","VersionName":"first","Owner":"000000000000","CreatedDate":"2026-01-02T03:04:06Z","Status":"Active","DocumentVersion":"1","Description":"Waits a while","Parameters":[{"Name":"AutomationAssumeRole","Type":"String","Description":"The role","DefaultValue":""},{"Name":"Zones","Type":"StringList","DefaultValue":"[\"a\",\"b\"]"}],"PlatformTypes":["Windows","Linux","MacOS"],"DocumentType":"Automation","SchemaVersion":"0.3","LatestVersion":"1","DefaultVersion":"1","DocumentFormat":"YAML","TargetType":"/AWS::EC2::Instance","Tags":[{"Key":"team","Value":"blue"}]}""");
        described.String("Hash").ShouldNotBeNull().ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void A_command_is_JSON_unless_it_is_said()
    {
        _house.Call("CreateDocument", ("Name", "Hello"), ("Content", Command));

        var described = _house.Describe("Hello");
        (described.String("DocumentType"), described.String("DocumentFormat"), described.String("SchemaVersion")).ShouldBe(("Command", "JSON", "2.2"));
        described.Array("PlatformTypes").Strings.ShouldBe(["Linux", "MacOS"]);
    }

    [Fact]
    public void An_update_makes_a_version_and_leaves_the_default()
    {
        _house.Create("Wait", Runbook, ("DisplayName", "shown"), ("VersionName", "first"));

        var updated = _house.Update("Wait", OtherRunbook, ("VersionName", "second"));

        updated.String("Status").ShouldBe("Updating");
        (updated.String("DocumentVersion"), updated.String("LatestVersion"), updated.String("DefaultVersion"), updated.String("DisplayName")).ShouldBe(("2", "2", "1", "shown"));
        _house.Describe("Wait").String("VersionName").ShouldBe("first");
        _house.Describe("Wait", ("DocumentVersion", "$LATEST")).String("VersionName").ShouldBe("second");
        _house.Describe("Wait", ("VersionName", "second")).String("DocumentVersion").ShouldBe("2");
        DocumentLookup.Find(_house.State, SsmHouse.Scope, "Wait", null).Content.ShouldBe(Runbook);
        DocumentLookup.Find(_house.State, SsmHouse.Scope, "Wait", "2").Content.ShouldBe(OtherRunbook);
    }

    [Fact]
    public void What_an_update_may_not_be_is_said()
    {
        _house.Create("Wait", Runbook, ("VersionName", "first"));
        _house.Update("Wait");

        Update(("Content", Runbook)).ShouldBe(("DuplicateDocumentContent", "The content of the association document matches another document. Change the content of the document and try again."));
        Update(("VersionName", "first")).Code.ShouldBe("DuplicateDocumentVersionName");
        Update(("DocumentVersion", "1")).ShouldBe(("InvalidDocumentVersion", "Version provided for document Wait is not latest. Please provide the latest version to update document Wait"));
        Update(("Name", "None")).ShouldBe(("InvalidDocument", "Document with name None does not exist."));
        Update(("Content", "nothing: here")).Code.ShouldBe("InvalidDocumentSchemaVersion");
        _house.Describe("Wait").String("LatestVersion").ShouldBe("2");
    }

    [Theory]
    [InlineData("schemaVersion: '0.3'\nmainSteps:\n  - name: a\n    action: aws:nothing\n  - name: a\n    action: aws:sleep\n", "InvalidDocumentContent", "line 4: ")]
    [InlineData("schemaVersion: '0.3'\nmainSteps: [\n", "InvalidDocumentContent", "YAML not well-formed.")]
    [InlineData("schemaVersion: '0.3'\n", "InvalidDocumentContent", "mainSteps")]
    [InlineData("schemaVersion: '2.2'\nmainSteps: []\n", "InvalidDocumentSchemaVersion", "2.2")]
    [InlineData("- a\n", "InvalidDocumentContent", "map")]
    [InlineData(" ", "InvalidDocumentContent", "empty")]
    public void A_runbook_with_mistakes_is_refused_with_all_of_them(string content, string code, string message)
    {
        var refused = _house.Refused("CreateDocument", ("Name", "Wait"), ("Content", content), ("DocumentType", "Automation"), ("DocumentFormat", "YAML"));

        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
        _house.Refused("DescribeDocument", ("Name", "Wait")).Code.ShouldBe("InvalidDocument");
    }

    [Theory]
    [InlineData("""{"schemaVersion":"2.2"}""", "mainSteps must be a list of at least one step")]
    [InlineData("""{"schemaVersion":"2.2","mainSteps":[{"action":"run","name":""}]}""", "action must be the name of an action")]
    [InlineData("""{"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript","name":"a","inputs":[]},{"action":"aws:runShellScript","name":"a"}]}""", "line 1: inputs must be a map; line 1: two steps have the name a")]
    [InlineData("""{"schemaVersion":"2.2","parameters":{"p":{"type":"Text"}},"mainSteps":[{"action":"aws:runShellScript","name":"a"}]}""", "the parameter p must have a type")]
    [InlineData("""{"schemaVersion":"1.2","runtimeConfig":{}}""", "runtimeConfig must be a map of at least one action")]
    [InlineData("""{"schemaVersion":"2.2","mainStep":[]}""", "a document has no member mainStep")]
    [InlineData("a: b", "JSON not well-formed. at Line: 1, Column: 1")]
    public void A_command_with_mistakes_is_refused(string content, string message)
    {
        var refused = _house.Refused("CreateDocument", ("Name", "Hello"), ("Content", content), ("DocumentType", "Command"));

        refused.Code.ShouldBe("InvalidDocumentContent");
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public void What_a_document_may_not_be_is_said()
    {
        _house.Create("Wait");

        Create(("Name", "Wait")).ShouldBe(("DocumentAlreadyExists", "The specified document already exists."));
        Create(("Name", "AWS-Mine")).ShouldBe(("ValidationException", "Invalid document name AWS-Mine"));
        Create(("Name", "a b")).Code.ShouldBe("ValidationException");
        Create(("DocumentType", "Session")).Message.ShouldContain("does not support Session");
        Create(("DocumentFormat", "TEXT")).ShouldBe(("ValidationException", "Invalid document format TEXT"));
        Create(("Content", "schemaVersion: '0.3'\ndescription: " + new string('x', 64 * 1024))).Code.ShouldBe("MaxDocumentSizeExceeded");
        Create(("Tags", JsonArray.From(Enumerable.Range(0, 51).Select(number => (JsonValue)JsonObject.Of(("Key", $"k{number}"), ("Value", "v")))))).Code.ShouldBe("TooManyTagsError");
    }

    private (string Code, string Message) Create(params ReadOnlySpan<(string Name, JsonValue? Value)> other) => _house.Refused(
        SsmHouse.Scope, "CreateDocument", JsonObject.Of(("Name", "Other"), ("Content", Runbook), ("DocumentType", "Automation"), ("DocumentFormat", "YAML")).Merge(JsonObject.Of(other)));

    private (string Code, string Message) Update(params ReadOnlySpan<(string Name, JsonValue? Value)> other) => _house.Refused(
        SsmHouse.Scope, "UpdateDocument",
        JsonObject.Of(("Name", "Wait"), ("Content", OtherRunbook + "\n"), ("DocumentFormat", "YAML"), ("DocumentVersion", "$LATEST")).Merge(JsonObject.Of(other)));
}
