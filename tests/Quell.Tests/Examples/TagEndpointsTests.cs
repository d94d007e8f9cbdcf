using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "N17")]
public sealed class TagEndpointsTests
{
    [RealClientFact]
    [Trait("Requirement", "D9")]
    public async Task A_new_endpoint_is_tagged_once_with_owner_and_environment()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("tag-endpoints/template.yaml"), "--parameter", "Environment=test"]);
        var vpc = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")?.String("VpcId") ?? "";
        var endpoint = (await quell.Aws(
            "ec2", "create-vpc-endpoint", "--vpc-id", vpc, "--service-name", "com.amazonaws.us-east-1.s3")).Object("VpcEndpoint")?.String("VpcEndpointId") ?? "";

        var tags = await QuellProcess.Eventually(() => Tags(quell, endpoint), found => found.Count == 2);
        tags["env"].ShouldBe("test");
        tags["owner"].ShouldBe("arn:aws:iam::000000000000:root");

        var runs = await QuellProcess.Eventually(() => ExampleRuns.Executions(quell), all => all.Any(ExampleRuns.HasSucceeded));
        runs.Count.ShouldBe(1);
        (await ExampleRuns.Changes(quell)).Select(change => change.String("operation")).ShouldBe(["CreateTags"]);
    }

    private static async Task<Dictionary<string, string>> Tags(QuellProcess quell, string endpoint) =>
        (await quell.Aws("ec2", "describe-vpc-endpoints", "--vpc-endpoint-ids", endpoint)).Array("VpcEndpoints").Objects.First()
            .Array("Tags").Objects.ToDictionary(tag => tag.String("Key") ?? "", tag => tag.String("Value") ?? "");
}
