using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "R12")]
public sealed class EncryptBucketsTests
{
    private const string Key = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";

    [RealClientFact]
    public async Task A_bucket_from_before_2023_is_encrypted_on_creation_and_again_when_it_is_turned_off()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("encrypt-buckets/template.yaml"), "--legacy-s3-encryption"]);
        await quell.Aws("s3api", "create-bucket", "--bucket", "records");
        await QuellProcess.Eventually(() => Algorithm(quell, "records"), algorithm => algorithm == "AES256");

        await quell.Aws("s3api", "delete-bucket-encryption", "--bucket", "records");
        await QuellProcess.Eventually(() => Changes(quell), changes => changes == 2);
        (await Algorithm(quell, "records")).ShouldBe("AES256");
    }

    [RealClientFact]
    [Trait("Requirement", "N29")]
    public async Task A_bucket_that_is_right_stays_as_it_is_and_the_fix_does_not_set_itself_off()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("encrypt-buckets/template.yaml"), "--parameter", $"KmsKeyArn={Key}"]);
        await quell.Aws("s3api", "create-bucket", "--bucket", "records");
        await QuellProcess.Eventually(() => Algorithm(quell, "records"), algorithm => algorithm == "aws:kms");

        // The fix is an event that the rule matches, too: its run finds nothing to do, and there it ends.
        await QuellProcess.Eventually(() => Ended(quell), ended => ended >= 2);
        for (var time = 0; time < 10; time++)
        {
            await quell.Aws(
                "s3api", "put-bucket-encryption", "--bucket", "records", "--server-side-encryption-configuration",
                """{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"KEY"}}]}""".Replace("KEY", Key, StringComparison.Ordinal));
        }

        await QuellProcess.Eventually(() => Ended(quell), ended => ended >= 12);
        (await Changes(quell)).ShouldBe(1);
    }

    private static async Task<string> Algorithm(QuellProcess quell, string bucket)
    {
        var (code, output, _) = await quell.TryAws("s3api", "get-bucket-encryption", "--bucket", bucket);
        return code != 0 ? "" : ((JsonObject)JsonValue.Parse(output)).Object("ServerSideEncryptionConfiguration")?.Array("Rules").Objects.First()
            .Object("ApplyServerSideEncryptionByDefault")?.String("SSEAlgorithm") ?? "";
    }

    private static async Task<int> Changes(QuellProcess quell) =>
        (await ExampleRuns.Changes(quell)).Count(change => change.String("operation") == "PutBucketEncryption");

    private static async Task<int> Ended(QuellProcess quell) => (await ExampleRuns.Executions(quell)).Count(ExampleRuns.HasSucceeded);
}
