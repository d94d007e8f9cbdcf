using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Tests.Cli;
using Quell.Tests.Examples;

namespace Quell.Tests.Stacks;

/// <summary>Drives the cloudformation API with the clients that people have.</summary>
public sealed class StackClientTests
{
    private const string Template =
        """
        Parameters:
          Name: {Type: String, Default: one}
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]
          Bucket: {Type: AWS::S3::Bucket}
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Name}}
          Queue: {Type: AWS::SQS::Queue}
          Rule:
            Type: AWS::Events::Rule
            Properties: {EventPattern: {source: [x]}, Targets: [{Id: t, Arn: !Ref Topic}]}
        Outputs:
          Bucket: {Value: !Ref Bucket}
          Vpc: {Value: !Ref Vpc}
        """;

    [RealClientFact]
    [Trait("Requirement", "R16")]
    public Task The_AWS_CLI_of_Debian_deploys_changes_shows_and_deletes_a_stack() => DeployChangeShowAndDelete(RealClientFactAttribute.AwsCli);

    [PythonFact("awscli")]
    [Trait("Requirement", "R16")]
    public Task The_AWS_CLI_of_today_deploys_changes_shows_and_deletes_a_stack() => DeployChangeShowAndDelete("python3 -m awscli");

    private static async Task DeployChangeShowAndDelete(string client)
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("template.yaml", Template);
        await using var server = QuellServer.Create(new ServerOptions { DataFolder = Path.Combine(folder.Path, "data"), Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        server.Engines.Start();
        await server.Open(CancellationToken.None);
        string Aws(params string[] arguments)
        {
            var (status, output) = Run(client, server.Address.OriginalString, ["cloudformation", .. arguments]);
            status.ShouldBe(0, output);
            return output;
        }

        Run(client, server.Address.OriginalString, ["cloudformation", "deploy", "--stack-name", "s", "--template-file", template])
            .Output.ShouldContain("Requires capabilities : [CAPABILITY_IAM]");
        Aws("deploy", "--stack-name", "s", "--template-file", template, "--capabilities", "CAPABILITY_IAM", "--tags", "team=ops")
            .ShouldContain("Successfully created/updated stack - s");
        Aws("deploy", "--stack-name", "s", "--template-file", template, "--capabilities", "CAPABILITY_IAM", "--tags", "team=ops", "--no-fail-on-empty-changeset")
            .ShouldContain("No changes to deploy");
        Aws("deploy", "--stack-name", "s", "--template-file", template, "--capabilities", "CAPABILITY_IAM", "--parameter-overrides", "Name=two")
            .ShouldContain("Successfully created/updated stack - s");

        var stack = ((JsonObject)JsonValue.Parse(Aws("describe-stacks", "--stack-name", "s"))).Array("Stacks").Objects.Single();
        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE");
        stack.Array("Parameters").Objects.Single().String("ParameterValue").ShouldBe("two");
        stack.Array("Outputs").Objects.Single(output => output.String("OutputKey") == "Bucket").String("OutputValue")!
            .ShouldMatch("^s-bucket-[a-z0-9]{13}$");
        Aws("describe-stack-events", "--stack-name", "s").ShouldContain("UPDATE_COMPLETE");
        Aws("get-template", "--stack-name", "s").ShouldContain("AWS::S3::Bucket");
        Aws("validate-template", "--template-body", "file://" + template).ShouldContain("CAPABILITY_IAM");
        Aws("list-stack-resources", "--stack-name", "s").ShouldContain("AWS::EC2::VPC");
        Aws("delete-stack", "--stack-name", "s");
        Aws("wait", "stack-delete-complete", "--stack-name", "s");
        Run(client, server.Address.OriginalString, ["cloudformation", "describe-stacks", "--stack-name", "s"])
            .Output.ShouldContain("Stack with id s does not exist");
        Run(client, server.Address.OriginalString, ["s3api", "list-buckets", "--query", "length(Buckets)"]).Output.Trim().ShouldBe("0");
    }

    private static (int Status, string Output) Run(string client, string endpoint, IEnumerable<string> arguments)
    {
        var words = client.Split(' ');
        var start = new ProcessStartInfo(words[0], [.. words[1..], .. endpoint.Length > 0 ? new[] { "--endpoint-url", endpoint } : [], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new[] { ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_PAGER", ""), ("AWS_EC2_METADATA_DISABLED", "true") })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
