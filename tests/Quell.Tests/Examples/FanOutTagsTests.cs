using Quell.Engine.Json;
using Quell.Tests.Crashes;

namespace Quell.Tests.Examples;

[Trait("Requirement", "R5")]
[Trait("Requirement", "D33")]
[Trait("Requirement", "D21")]
public sealed class FanOutTagsTests
{
    private const string Machine = "arn:aws:states:us-east-1:000000000000:stateMachine:fan-out-tags";

    [RealClientFact]
    public async Task Every_instance_gets_what_it_lacks_five_at_a_time_and_one_that_fails_is_reported()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("fan-out-tags/template.yaml")]);
        using var client = new PuttingClient(0);
        using var reports = await SubscribedQueue.To(quell, await Topic(quell));
        var bare = await Launch(client, quell, 7, []);
        var tagged = await Launch(client, quell, 1, [("Environment", "prod"), ("CostCenter", "7")]);
        var half = await Launch(client, quell, 1, [("Environment", "prod")]);
        var full = await Launch(client, quell, 1, Enumerable.Range(0, 50).Select(number => ($"key{number}", "value")));

        var run = await Run(quell);
        run.String("status").ShouldBe("SUCCEEDED", run.ToString());
        var output = (JsonObject)JsonValue.Parse(run.String("output") ?? "");
        (output.Long("looked"), output.Long("tagged"), output.Long("failed")).ShouldBe((10, 8, 1));
        var report = (JsonObject)JsonValue.Parse(await reports.Next());
        report.ShouldBe(output);
        var failed = report.Array("instances").Objects.Single(each => each.Has("error"));
        failed.String("instance").ShouldBe(full[0]);
        failed.String("cause").ShouldNotBeNull().ShouldContain("maximum number of Tags");

        (await Tags(client, quell, bare[0])).ShouldBe(["CostCenter=unassigned", "Environment=unassigned"]);
        (await Tags(client, quell, half[0])).ShouldBe(["CostCenter=unassigned", "Environment=prod"]);
        (await Tags(client, quell, tagged[0])).ShouldBe(["CostCenter=7", "Environment=prod"]);
        (await AtOnce(quell, run)).ShouldBe(5);
    }

    [RealClientFact]
    [Trait("Requirement", "N29")]
    public async Task A_second_run_changes_nothing_and_tells_nothing()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("fan-out-tags/template.yaml")]);
        using var client = new PuttingClient(0);
        using var reports = await SubscribedQueue.To(quell, await Topic(quell));
        await Launch(client, quell, 30, []);
        var first = await Run(quell);
        first.String("status").ShouldBe("SUCCEEDED", first.ToString());
        ((JsonObject)JsonValue.Parse(first.String("output") ?? "")).Long("tagged").ShouldBe(30, "all pages are looked at");
        var changes = await TagChanges(quell);
        await reports.Next();

        (await Run(quell)).String("output").ShouldBe("""{"looked":30,"tagged":0,"failed":0}""");
        (await TagChanges(quell)).ShouldBe(changes);
        (await reports.IsEmpty()).ShouldBeTrue();
    }

    [RealClientFact]
    public async Task Where_every_instance_fails_the_execution_fails_and_says_so()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("fan-out-tags/template.yaml")]);
        using var client = new PuttingClient(0);
        await Launch(client, quell, 2, Enumerable.Range(0, 50).Select(number => ($"key{number}", "value")));
        var run = await Run(quell);
        run.String("status").ShouldBe("FAILED", run.ToString());
        run.String("error").ShouldBe("NothingTagged");
        run.String("cause").ShouldNotBeNull().ShouldContain("None of 2 instances");
    }

    private static async Task<string> Topic(QuellProcess quell) =>
        (await quell.Aws("sns", "list-topics")).Array("Topics").Objects.Single().String("TopicArn") ?? "";

    private static async Task<JsonObject> Run(QuellProcess quell)
    {
        var started = await quell.Aws("stepfunctions", "start-execution", "--state-machine-arn", Machine);
        return await QuellProcess.Eventually(
            () => quell.Aws("stepfunctions", "describe-execution", "--execution-arn", started.String("executionArn") ?? ""),
            execution => execution.String("status") != "RUNNING");
    }

    private static async Task<string[]> Launch(PuttingClient client, QuellProcess quell, int count, IEnumerable<(string Key, string Value)> tags)
    {
        var launched = await client.Call(quell, "ec2", "RunInstances", JsonObject.Of(
            ("ImageId", "ami-0123456789abcdef0"), ("MinCount", count), ("MaxCount", count),
            ("TagSpecifications", JsonArray.From([JsonObject.Of(
                ("ResourceType", "instance"), ("Tags", JsonArray.From(tags.Select(tag => JsonObject.Of(("Key", tag.Key), ("Value", tag.Value))))))]))));
        return [.. launched.Output.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? "")];
    }

    private static async Task<IReadOnlyList<string>> Tags(PuttingClient client, QuellProcess quell, string instance) =>
        [.. (await client.Call(quell, "ec2", "DescribeInstances", JsonObject.Of(("InstanceIds", JsonArray.From([instance]))))).Output
            .Array("Reservations").Objects.Single().Array("Instances").Objects.Single().Array("Tags").Objects
            .Select(tag => $"{tag.String("Key")}={tag.String("Value")}")];

    private static async Task<int> TagChanges(QuellProcess quell) =>
        (await ExampleRuns.Changes(quell)).Count(change => change.String("operation") == "CreateTags");

    /// <summary>How many instances were under way at once, at most.</summary>
    private static async Task<int> AtOnce(QuellProcess quell, JsonObject run)
    {
        var history = await quell.Aws("stepfunctions", "get-execution-history", "--execution-arn", run.String("executionArn") ?? "", "--max-items", "1000");
        var (now, most) = (0, 0);
        foreach (var happened in history.Array("events").Objects)
        {
            now += happened.String("type") switch { "MapIterationStarted" => 1, "MapIterationSucceeded" => -1, _ => 0 };
            most = Math.Max(most, now);
        }

        return most;
    }
}
