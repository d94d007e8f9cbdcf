using Quell.Engine.Json;
using Quell.Tests.Cli;
using Quell.Tests.Examples;

namespace Quell.Tests.Confinement;

/// <summary>A Quell that is not root confines just as well, by user namespaces.</summary>
public sealed class OrdinaryUserTests
{
    private const int Nobody = 65534;

    private const string Template =
        """
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
              ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess"]
          Look:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: look
              Runtime: python3.12
              Handler: index.handler
              Role: !GetAtt Role.Arn
              Timeout: 60
              Code:
                ZipFile: |
                  import os, boto3
                  def handler(event, context):
                      caps = [line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")]
                      vpcs = boto3.client("ec2").describe_vpcs()["Vpcs"]
                      return [os.getuid(), caps, os.path.exists(event["journal"]), len(vpcs) > 0]
        """;

    [ConfinedFact("setpriv")]
    public async Task A_function_of_an_ordinary_users_quell_has_no_rights_and_sees_no_files()
    {
        if (!Environment.IsPrivilegedProcess || Boto3FactAttribute.Run(Boto3FactAttribute.Debian, ["-c", "import boto3"]).Status != 0)
        {
            // Whoever runs the tests is an ordinary user already: all the other tests show it.
            return;
        }

        using var files = new TemporaryFolder();
        var template = files.Write("template.yaml", Template);
        var data = Directory.CreateTempSubdirectory("quell-nobody-").FullName;
        FileModes.Set(files.Path, 0b111_101_101);
        (await QuellProcess.Run("chown", [$"{Nobody}:{Nobody}", data], QuellProcess.ClientEnvironment)).Code.ShouldBe(0);
        await using var quell = QuellProcess.Launch([template, "--python", Boto3FactAttribute.Debian], data, user: Nobody);
        (await quell.IsReady()).ShouldBeTrue(quell.Output);
        var payload = JsonObject.Of(("journal", Path.Combine(data, "quell.db"))).ToString();
        var answer = Path.Combine(files.Path, "answer.json");

        await quell.Aws("lambda", "invoke", "--function-name", "look", "--payload", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(payload)), answer);

        JsonValue.Parse(await File.ReadAllBytesAsync(answer)).ShouldBe(JsonValue.Parse($"""[{Nobody}, ["0000000000000000"], false, true]"""), quell.Output);
        quell.Output.ShouldNotContain("not enforced");
    }
}
