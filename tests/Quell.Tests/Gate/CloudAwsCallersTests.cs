using Quell.Engine.Json;
using Quell.Tests.Examples;
using static Quell.Tests.Gate.CloudAwsRecords;

namespace Quell.Tests.Gate;

/// <summary>Who may call through Quell's port in front of AWS, and where such calls end.</summary>
[Collection(CloudAwsMoto.Collection)]
public sealed class CloudAwsCallersTests(CloudAwsMoto moto)
{
    [MotoFact]
    public async Task Only_the_operators_key_is_accepted_and_its_calls_go_to_the_region_that_they_name()
    {
        await moto.Reset();
        await using var quell = await moto.Quell();

        // "test" is what any client of the sandbox may sign with.
        (await Refused(quell, "ec2", "describe-vpcs")).ShouldContain("AuthFailure");
        (await Refused(quell, "iam", "list-roles")).ShouldContain("InvalidClientTokenId");
        (await Refused(quell, "sns", "list-topics")).ShouldContain("InvalidClientTokenId");
        (await Refused(quell, "s3api", "list-buckets")).ShouldContain("InvalidAccessKeyId");
        (await Refused(quell, "events", "list-rules")).ShouldContain("UnrecognizedClientException");
        var forged = new Dictionary<string, string>(CloudAwsMoto.Operator) { ["AWS_SECRET_ACCESS_KEY"] = "guessed" };
        (await Run(quell, forged, "iam", "list-roles")).Error.ShouldContain("SignatureDoesNotMatch");
        moto.Proxy.Requests.Select(request => request.Name).ShouldBe(["sts:GetCallerIdentity"], "nothing of that was forwarded");

        var there = (await moto.Aws("ec2", "create-vpc", "--cidr-block", "10.9.0.0/16", "--region", "eu-west-1")).Object("Vpc")?.String("VpcId") ?? "";
        var (code, output, error) = await Run(quell, CloudAwsMoto.Operator, "ec2", "describe-vpcs", "--region", "eu-west-1");
        code.ShouldBe(0, error);
        output.ShouldContain(there);
        var forwarded = moto.Proxy.Requests.Last();
        forwarded.Name.ShouldBe("ec2:DescribeVpcs");
        forwarded.Region.ShouldBe("eu-west-1");
        forwarded.AccessKeyId.ShouldBe(CloudAwsMoto.OperatorKey);

        (await Run(quell, CloudAwsMoto.Operator, "sts", "get-caller-identity")).Output.ShouldContain(CloudAwsMoto.Account);
        (await Run(quell, CloudAwsMoto.Operator, "ec2", "create-vpc", "--cidr-block", "10.1.0.0/16")).Code.ShouldBe(0);
        await ShouldAllBeRecorded(quell, moto.Proxy);
    }

    [MotoFact]
    public async Task Keys_that_the_sandbox_made_in_the_same_data_folder_open_nothing_in_front_of_AWS()
    {
        await moto.Reset();
        string folder;
        Dictionary<string, string> made;
        await using (var sandbox = await QuellProcess.Start([]))
        {
            await sandbox.Aws("iam", "create-user", "--user-name", "ann");
            var key = (await sandbox.Aws("iam", "create-access-key", "--user-name", "ann")).Object("AccessKey") ?? JsonObject.Empty;
            made = new(QuellProcess.ClientEnvironment)
            {
                ["AWS_ACCESS_KEY_ID"] = key.String("AccessKeyId") ?? "",
                ["AWS_SECRET_ACCESS_KEY"] = key.String("SecretAccessKey") ?? "",
            };
            folder = await KillAndKeep(sandbox);
        }

        await using var quell = await QuellProcess.Start(
            ["--cloud", "aws", "--cloud-endpoint", moto.Proxy.Endpoint], folder, CloudAwsMoto.Operator);
        (await Run(quell, made, "iam", "list-roles")).Error.ShouldContain("InvalidClientTokenId");
    }

    private static async Task<string> Refused(QuellProcess quell, params string[] arguments)
    {
        var (code, _, error) = await Run(quell, QuellProcess.ClientEnvironment, arguments);
        code.ShouldNotBe(0);
        return error;
    }

    private static Task<(int Code, string Output, string Error)> Run(QuellProcess quell, Dictionary<string, string> keys, params string[] arguments) =>
        QuellProcess.Run(RealClientFactAttribute.AwsCli, ["--endpoint-url", quell.Endpoint, "--output", "json", .. arguments], keys);
}
