using Quell.Engine.Json;

namespace Quell.Tests.Cli;

public sealed class RunbookRunCommandTests : IDisposable
{
    private const string Encrypt = """
        schemaVersion: '0.3'
        parameters:
          BucketName: {type: String}
        mainSteps:
          - name: encrypt
            action: aws:executeAwsApi
            inputs:
              Service: s3
              Api: PutBucketEncryption
              Bucket: '{{ BucketName }}'
              ServerSideEncryptionConfiguration: {Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}]}
          - name: look
            action: aws:executeAwsApi
            inputs: {Service: s3, Api: GetBucketEncryption, Bucket: '{{ BucketName }}'}
            outputs: [{Name: With, Selector: '$.ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm', Type: String}]
        outputs: [look.With]
        """;

    private const string Bucket = """
        Resources:
          Reports: {Type: AWS::S3::Bucket, Properties: {BucketName: reports}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Shell _shell = new();

    [Fact]
    public async Task Runs_in_an_account_with_what_the_template_says_and_shows_each_step()
    {
        (await Run("-p", "BucketName=reports", "--template", _folder.Write("bucket.yaml", Bucket), "--allow-no-role")).ShouldBe(0);

        _shell.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3))).ShouldBe(
            ["ok encrypt aws:executeAwsApi", "ok look aws:executeAwsApi", "Success", "look.With = aws:kms"]);
    }

    [Fact]
    public async Task As_JSON_it_prints_the_execution_alone()
    {
        (await Run("-p", "BucketName=reports", "--template", _folder.Write("bucket.yaml", Bucket), "--allow-no-role", "--output", "json")).ShouldBe(0);

        JsonValue.Parse(_shell.Out).ShouldBeOfType<JsonObject>().Object("Outputs")!.Array("look.With").Strings.ShouldBe(["aws:kms"]);
    }

    [Fact]
    public async Task Ends_with_one_where_the_runbook_fails_and_says_why()
    {
        (await Run("-p", "BucketName=nobodys", "--allow-no-role")).ShouldBe(1);

        _shell.Lines[0].ShouldStartWith("failed    encrypt");
        _shell.Lines[1].ShouldContain("NoSuchBucket");
        _shell.Lines[2].ShouldStartWith("Failed: ");
    }

    [Fact]
    public async Task Another_runbook_is_found_by_its_files_name()
    {
        var parent = _folder.Write("parent.yaml", """
            schemaVersion: '0.3'
            mainSteps:
              - {name: child, action: aws:executeAutomation, inputs: {DocumentName: encrypt, RuntimeParameters: {BucketName: reports}}}
            """);

        (await _shell.Run("runbook", "run", parent, "--document", _folder.Write("encrypt.yaml", Encrypt), "--template", _folder.Write("bucket.yaml", Bucket), "--allow-no-role")).ShouldBe(0);

        _shell.Lines[0].ShouldStartWith("ok        child");
    }

    [Theory]
    [InlineData("-p BucketName=reports", "The document names no role to act as.")]
    [InlineData("--allow-no-role", "BucketName")]
    [InlineData("-p BucketName=reports -p Color=red --allow-no-role", "Color")]
    [InlineData("-p BucketName --allow-no-role", "--parameter wants KEY=VALUE")]
    public async Task Ends_with_two_for_what_cannot_be_started(string options, string message)
    {
        (await Run(options.Split(' '))).ShouldBe(2);

        _shell.Error.ShouldContain(message);
        _shell.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ends_with_two_for_a_wrong_document_and_names_the_place()
    {
        var file = _folder.Write("wrong.yaml", "schemaVersion: '0.3'\nmainSteps:\n  - {name: a, action: aws:nothing}\n");

        (await _shell.Run("runbook", "run", file, "--allow-no-role")).ShouldBe(2);

        _shell.Error.ShouldContain($"{file}:3:");
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    private Task<int> Run(params string[] options) => _shell.Run(["runbook", "run", _folder.Write("encrypt.yaml", Encrypt), .. options]);
}
