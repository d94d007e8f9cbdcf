using Quell.Engine.Json;
using Quell.Functions.Executions;
using Quell.Storage;
using Quell.Tests.Examples;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>
/// The real process dies at each crash point while events are put, is started again, and has to come to what was promised:
/// nothing acknowledged is lost, nothing is done twice or half.
/// </summary>
public sealed class CrashPointTests(ArmedFolder folder, ITestOutputHelper output) : IClassFixture<ArmedFolder>
{
    private const int Events = 1000;

    /// <summary>Each point, and a number of times that is reached in the middle of a thousand events.</summary>
    public static TheoryData<string, int> OnTheWayOfAnEvent => new()
    {
        { CrashPoint.JournalBeforeCommit, 60 },
        { CrashPoint.JournalAfterCommit, 250 },
        { CrashPoint.CallBeforeAnswer, 150 },
        { CrashPoint.DeliveryBeforeSend, 2000 },
        { CrashPoint.DeliveryAfterSend, 2000 },
        { CrashPoint.DeliveryAfterRecord, 2000 },
        { CrashPoint.FunctionBeforeStart, 300 },
        { CrashPoint.FunctionAfterStart, 300 },
        { CrashPoint.FunctionBeforeResult, 300 },
    };

    [Fact]
    public void Every_point_is_gone_through() => OnTheWayOfAnEvent.Select(row => (string)row[0])
        .Concat([CrashPoint.StackBetweenResources, CrashPoint.TimerBeforeFire, CrashPoint.BlobAfterStore, CrashPoint.RelayBeforeDelete])
        .Concat(CloudCrashTests.Points)
        .Concat(ReplayCrashTests.Points)
        .Concat(WorkflowCrashTests.Points)
        .Distinct().Order(StringComparer.Ordinal)
        .ShouldBe(CrashPoint.All.Order(StringComparer.Ordinal));

    /// <summary>Dies twice: the first time that the point is reached, and after the restart in the middle.</summary>
    [Theory]
    [MemberData(nameof(OnTheWayOfAnEvent))]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_done_twice(string point, int middle)
    {
        var data = folder.Copy();
        using var client = new PuttingClient(Events);
        List<IReadOnlyDictionary<string, Execution>> crashes = [];
        foreach (var count in new[] { 1, middle })
        {
            await Die(data, point, count, client);
            crashes.Add(ReadExecutions(data));
            output.WriteLine($"{client.Acknowledged.Count} acknowledged; {crashes[^1].Count} executions, {crashes[^1].Values.Count(execution => !execution.IsDone)} not over");
            await QuellProcess.Eventually(() => FunctionStart.Processes(folder.Starts), processes => processes.Count == 0);
        }

        await using var quell = await QuellProcess.Start(folder.Arguments, data);
        (await client.Put(quell)).ShouldBeTrue(quell.Output);
        using var facts = new JournalFacts(data);
        await facts.Drained();
        (await quell.Stop()).ShouldBe(0, quell.Output);

        var starts = FunctionStart.Read(folder.Starts);
        output.WriteLine($"{starts.CountBy(start => start.RequestId).Count(start => start.Value > 1)} started twice");
        client.Acknowledged.Count.ShouldBe(Events);
        new CrashEvidence(facts, starts, crashes).CheckAll(client.Acknowledged);
    }

    /// <summary>Dies in the middle of <c>quell up</c>: the next one goes on with the stack.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_stack_is_whole_after_a_crash_between_two_of_its_resources(int count)
    {
        var data = Directory.CreateTempSubdirectory("quell-crash-").FullName;
        using var client = new PuttingClient(100);
        await Die(data, CrashPoint.StackBetweenResources, count, client);

        await using var quell = await QuellProcess.Start(folder.Arguments, data);
        var stacks = (await client.Call(quell, "cloudformation", "DescribeStacks", JsonObject.Empty)).Output.Array("Stacks");
        stacks.Objects.Single().String("StackStatus").ShouldBe("CREATE_COMPLETE");
        (await client.Call(quell, "sqs", "ListQueues", JsonObject.Empty)).Output.Array("QueueUrls").Count.ShouldBe(3);
        (await client.Call(quell, "lambda", "ListFunctions", JsonObject.Empty)).Output.Array("Functions").Count.ShouldBe(2);
        (await client.Call(quell, "sns", "ListSubscriptions", JsonObject.Empty)).Output.Array("Subscriptions").Count.ShouldBe(1);
    }

    /// <summary>An object is there whole, or not at all; its body may lie there, named by nothing.</summary>
    [Fact]
    public async Task An_object_whose_body_was_stored_before_a_crash_and_not_named_is_not_there()
    {
        var data = folder.Copy();
        using var client = new PuttingClient(0);
        var armed = await QuellProcess.Start(folder.Arguments, data, Armed(CrashPoint.BlobAfterStore, 2));
        await client.Call(armed, "s3", "CreateBucket", JsonObject.Of(("Bucket", "objects")));
        await client.PutObject(armed, "objects", "one", "first");
        await Should.ThrowAsync<Aws.AwsException>(() => client.PutObject(armed, "objects", "two", "second"));
        await armed.Died();

        await using var quell = await QuellProcess.Start(folder.Arguments, data);
        await ShouldHold("one");
        await client.PutObject(quell, "objects", "two", "second");
        await ShouldHold("one", "two");

        async Task ShouldHold(params string[] keys) =>
            (await client.Call(quell, "s3", "ListObjectsV2", JsonObject.Of(("Bucket", "objects")))).Output.Array("Contents").Objects
                .Select(one => one.String("Key")).ShouldBe(keys);
    }

    /// <summary>A timer of the simulated account leads to each state of an instance once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_timer_that_a_crash_kept_from_firing_fires_once(int count)
    {
        var data = folder.Copy();
        using var client = new PuttingClient(0);
        var armed = QuellProcess.Launch(folder.Arguments, data, Armed(CrashPoint.TimerBeforeFire, count));
        (await armed.IsReady()).ShouldBeTrue(armed.Output);
        var launched = await client.Call(armed, "ec2", "RunInstances", JsonObject.Of(("ImageId", "ami-12345678"), ("MinCount", 4), ("MaxCount", 4)));
        var instances = launched.Output.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? "").ToList();
        await armed.Died();

        await using var quell = await QuellProcess.Start(folder.Arguments, data);
        using var facts = new JournalFacts(data);
        await QuellProcess.Eventually(facts.StateChanges, changes => instances.All(instance => changes.Contains($"{instance} running")));
        facts.StateChanges().Order().ShouldBe(instances.SelectMany(instance => new[] { $"{instance} pending", $"{instance} running" }).Order());
    }

    /// <summary>Puts events until the armed process is gone; one that lives on without anything left to do has not reached the point.</summary>
    private async Task Die(string data, string point, int count, PuttingClient client)
    {
        var quell = QuellProcess.Launch(folder.Arguments, data, Armed(point, count));
        try
        {
            if (await quell.IsReady())
            {
                await client.Put(quell);
                using var facts = new JournalFacts(data);
                await QuellProcess.Eventually(() => quell.HasExited ? "" : facts.OnTheWay(), onTheWay => onTheWay.Length == 0);
            }

            quell.HasExited.ShouldBeTrue($"{point} was reached less than {count} times.\n{quell.Output}");
        }
        finally
        {
            await quell.Kill();
        }

        quell.ExitCode.ShouldBe(137, quell.Output);
    }

    private static Dictionary<string, string> Armed(string point, int count) => new() { ["QUELL_CRASH_AT"] = $"{point}:{count}" };

    private static Dictionary<string, Execution> ReadExecutions(string data)
    {
        using var facts = new JournalFacts(data);
        return facts.Executions().ToDictionary(execution => execution.Id, StringComparer.Ordinal);
    }
}
