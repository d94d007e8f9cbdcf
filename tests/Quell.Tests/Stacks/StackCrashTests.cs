using System.Diagnostics;
using Quell.Engine.Json;
using Quell.Stacks;
using Quell.Storage;
using Quell.Tests.Cli;

namespace Quell.Tests.Stacks;

/// <summary>Kills the real process in the middle of deployments, and looks at what the next start makes of them.</summary>
public sealed class StackCrashTests
{
    private const string Before =
        """
        Parameters: {Size: {Type: String, Default: 10}}
        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Sub '10.${Size}.0.0/16'}}
          Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: !Sub '10.${Size}.1.0/24'}}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties: {VpcId: !Ref Vpc, GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}]}
          Topic: {Type: AWS::SNS::Topic}
          Queue: {Type: AWS::SQS::Queue}
          Rule:
            Type: AWS::Events::Rule
            Properties: {EventPattern: {source: [x]}, Targets: [{Id: t, Arn: !Ref Topic}, {Id: q, Arn: !GetAtt Queue.Arn}]}
        """;

    [Theory]
    [InlineData(CrashPoint.StackBetweenResources, 1)]
    [InlineData(CrashPoint.StackBetweenResources, 4)]
    [InlineData(CrashPoint.JournalAfterCommit, 6)]
    [InlineData(CrashPoint.JournalAfterCommit, 9)]
    [InlineData(CrashPoint.JournalBeforeCommit, 11)]
    [InlineData(CrashPoint.JournalAfterCommit, 13)]
    public async Task Goes_on_with_a_creation_that_a_crash_interrupted_and_makes_nothing_twice(string point, int count)
    {
        using var folder = new TemporaryFolder();
        await Die(folder, point, count);

        await using var house = StackHouse.Open(Path.Combine(folder.Path, "data"));
        var interrupted = Stack.Find(house.Engines.Store.Current, StackHouse.Scope, "crashed");
        if (interrupted is null)
        {
            // It died before the stack was kept: then nothing of it may be there.
            (await Counts(house)).ShouldBe((0, 0, 0, 0, 0, 0));
            return;
        }

        (await house.Ended("crashed")).String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("crashed"));
        (await Counts(house)).ShouldBe((1, 1, 1, 1, 1, 2));
    }

    [Theory]
    [InlineData(CrashPoint.StackBetweenResources, 1)]
    [InlineData(CrashPoint.StackBetweenResources, 3)]
    [InlineData(CrashPoint.StackBetweenResources, 5)]
    [InlineData(CrashPoint.JournalAfterCommit, 8)]
    [InlineData(CrashPoint.JournalAfterCommit, 16)]
    public async Task Goes_on_with_a_replacement_that_a_crash_interrupted_and_leaves_nothing_behind(string point, int count)
    {
        using var folder = new TemporaryFolder();
        await using (var first = StackHouse.Open(Path.Combine(folder.Path, "data")))
        {
            await first.Create("crashed", Before);
        }

        await Die(folder, point, count, "Size=11");

        await using var house = StackHouse.Open(Path.Combine(folder.Path, "data"));
        var stack = await house.Ended("crashed");
        stack.String("StackStatus").ShouldBeOneOf("UPDATE_COMPLETE", "CREATE_COMPLETE");
        (await Counts(house)).ShouldBe((1, 1, 1, 1, 1, 2));
        var vpc = (await house.Call("ec2", "DescribeVpcs", ("VpcIds", JsonArray.From([await house.PhysicalId("crashed", "Vpc")])))).Array("Vpcs").Objects.Single();
        vpc.String("CidrBlock").ShouldBe(stack.String("StackStatus") == "UPDATE_COMPLETE" ? "10.11.0.0/16" : "10.10.0.0/16");
    }

    /// <summary>Runs <c>quell up</c> on the template until it kills itself.</summary>
    private static async Task Die(TemporaryFolder folder, string point, int count, params string[] parameters)
    {
        var template = folder.Write("crashed.yaml", Before);
        var program = Path.Combine(AppContext.BaseDirectory, "quell.dll");
        var start = new ProcessStartInfo(
            "dotnet", [program, "up", template, "--data", Path.Combine(folder.Path, "data"), "--port", "0", .. parameters.SelectMany(each => new[] { "--parameter", each })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["QUELL_CRASH_AT"] = $"{point}:{count}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            // It is ready only when everything is deployed: then the point was never reached.
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        process.ExitCode.ShouldBe(137, (await output) + (await errors));
    }

    private static async Task<(int Vpcs, int Subnets, int Groups, int Topics, int Queues, int Targets)> Counts(StackHouse house)
    {
        bool IsOurs(JsonObject each) => each.Array("Tags").Objects.Any(tag => tag.String("Key") == "aws:cloudformation:stack-name");
        var vpcs = (await house.Call("ec2", "DescribeVpcs")).Array("Vpcs").Objects.Count(IsOurs);
        var subnets = (await house.Call("ec2", "DescribeSubnets")).Array("Subnets").Objects.Count(IsOurs);
        var groups = (await house.Call("ec2", "DescribeSecurityGroups")).Array("SecurityGroups").Objects.Count(IsOurs);
        var topics = (await house.Call("sns", "ListTopics")).Array("Topics").Count;
        var queues = (await house.Call("sqs", "ListQueues")).Array("QueueUrls").Count;
        var targets = 0;
        foreach (var rule in (await house.Call("events", "ListRules")).Array("Rules").Objects)
        {
            targets += (await house.Call("events", "ListTargetsByRule", ("Rule", rule["Name"]))).Array("Targets").Count;
        }

        return (vpcs, subnets, groups, topics, queues, targets);
    }
}
