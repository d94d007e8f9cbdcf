using Quell.Documents;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Tests.Parameters;

namespace Quell.Tests.Documents;

public sealed class DocumentAttachmentsTests
{
    // Of something else than "print(1)".
    private const string Sha256 = "5eb3f2d2b4f5f8ae1c3ea6c60b6d2ff0d6e8c8b2a4a4f4e0b0f5e1f9c3a3d9aa";

    private const string Runbook =
        """
        schemaVersion: "0.3"
        files: {script.py: {checksums: {sha256: SHA}}}
        mainSteps:
          - name: run
            action: aws:executeScript
            inputs: {Runtime: python3.11, Handler: main, Script: "", Attachment: script.py}
        """;

    private readonly SsmHouse _house = new();
    private readonly string _sha256;

    public DocumentAttachmentsTests()
    {
        _sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("print(1)"u8));
        _house.Store("scripts", "folder/script.py", "print(1)");
    }

    [Theory]
    [InlineData("""{"Key":"S3FileUrl","Values":["s3://scripts/folder/script.py"]}""")]
    [InlineData("""{"Key":"S3FileUrl","Values":["https://s3.us-east-1.amazonaws.com/scripts/folder/script.py"],"Name":"script.py"}""")]
    [InlineData("""{"Key":"S3FileUrl","Values":["https://scripts.s3.us-east-1.amazonaws.com/folder/script.py"]}""")]
    [InlineData("""{"Key":"SourceUrl","Values":["s3://scripts/folder"],"Name":"script.py"}""")]
    public void A_file_of_a_bucket_goes_with_the_version(string source)
    {
        Create("Run", source);

        var attachment = DocumentLookup.Find(_house.State, SsmHouse.Scope, "Run", null).Attachments.Single();
        (attachment.Name, attachment.Length, attachment.Sha256).ShouldBe(("script.py", 8, _sha256));
        attachment.Content.Single().Blob.Sha256.ShouldBe(_sha256);
        _house.Call("GetDocument", ("Name", "Run")).Array("AttachmentsContent").ToString().ShouldBe($$"""[{"Name":"script.py","Size":8,"Hash":"{{_sha256}}","HashType":"Sha256"}]""");
        _house.Describe("Run").Array("AttachmentsInformation").ToString().ShouldBe("""[{"Name":"script.py"}]""");
    }

    [Fact]
    public void A_file_is_taken_from_another_document_too()
    {
        Create("Run", """{"Key":"S3FileUrl","Values":["s3://scripts/folder/script.py"]}""");

        Create("Again", """{"Key":"AttachmentReference","Values":["Run/1/script.py"]}""");
        Create("ByArn", """{"Key":"AttachmentReference","Values":["arn:aws:ssm:us-east-1:000000000000:document/Run/1/script.py"]}""");

        DocumentLookup.Find(_house.State, SsmHouse.Scope, "Again", null).Attachments.ShouldHaveSingleItem().Sha256.ShouldBe(_sha256);
        DocumentLookup.Find(_house.State, SsmHouse.Scope, "ByArn", null).Attachments.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("""{"Key":"S3FileUrl","Values":["s3://scripts/none.py"]}""", "InvalidDocumentContent", "The attachment s3://scripts/none.py does not exist.")]
    [InlineData("""{"Key":"S3FileUrl","Values":["http://example.com/a"]}""", "ValidationException", "must be like s3://")]
    [InlineData("""{"Key":"SourceUrl","Values":["s3://scripts/folder"]}""", "ValidationException", "needs its Name")]
    [InlineData("""{"Key":"AttachmentReference","Values":["None/1/a"]}""", "InvalidDocument", "None")]
    [InlineData("""{"Values":["s3://scripts/folder/script.py"]}""", "ValidationException", "needs a Key")]
    public void A_file_that_is_not_there_is_refused(string source, string code, string message)
    {
        var refused = Should.Throw<Aws.AwsException>(() => Create("Run", source));

        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public void A_file_must_be_the_one_that_the_document_names()
    {
        var refused = Should.Throw<Aws.AwsException>(() => _house.Create(
            "Run", Runbook.Replace("SHA", Sha256, StringComparison.Ordinal), ("Attachments", JsonValue.Parse("""[{"Key":"S3FileUrl","Values":["s3://scripts/folder/script.py"]}]"""))));

        refused.Code.ShouldBe("InvalidDocumentContent");
        refused.Message.ShouldContain("SHA-256 of the attachment script.py");
    }

    private void Create(string name, string source) =>
        _house.Create(name, Runbook.Replace("SHA", _sha256, StringComparison.Ordinal), ("Attachments", JsonValue.Parse($"[{source}]")));
}
