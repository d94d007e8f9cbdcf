using Quell.Engine.Json;
using Quell.Tests.Crashes;

namespace Quell.Tests.Examples;

[Trait("Requirement", "D11")]
[Trait("Requirement", "D33")]
public sealed class ApproveThenBlockTests
{
    private const string Attacker = "198.51.100.7";
    private const string Other = "203.0.113.9";

    private static readonly string[] Open = ["100 allow 0.0.0.0/0", "32767 deny 0.0.0.0/0"];

    [RealClientFact]
    public async Task An_approved_address_is_denied_before_what_allows_and_once()
    {
        await using var scene = await Scene.Start();
        await scene.Find(Attacker);
        var request = await scene.Approvals.Next();
        request.ShouldContain($"network ACL {scene.Acl} of {scene.Subnet} denies {Attacker}/32 with rule 99");
        (await scene.Rules()).ShouldBe(Open, "nobody has approved yet");
        await scene.Answer(request, "send-task-success", "--task-output", """{"approved":true}""");
        var told = await scene.Told();
        told.String("outcome").ShouldBe("blocked");
        told.Long("rule").ShouldBe(99);
        (await scene.Rules()).ShouldBe(["99 deny 198.51.100.7/32", .. Open]);

        await scene.Find(Attacker);
        (await scene.Told()).String("outcome").ShouldBe("blocked before");
        (await scene.Approvals.IsEmpty()).ShouldBeTrue("nobody is asked for what is done");
        (await ExampleRuns.Changes(scene.Quell)).Count(change => change.String("operation") == "CreateNetworkAclEntry").ShouldBe(1);
    }

    [RealClientFact]
    public async Task Requests_that_wait_at_once_get_rules_of_their_own()
    {
        await using var scene = await Scene.Start();
        await scene.Find(Attacker);
        await scene.Find(Other);
        string[] requests = [await scene.Approvals.Next(), await scene.Approvals.Next()];
        await Task.WhenAll(requests.Select(request => scene.Answer(request, "send-task-success", "--task-output", """{"approved":true}""")));
        JsonObject[] told = [await scene.Told(), await scene.Told()];
        told.Select(each => each.Long("rule")).ShouldBe([98, 99], ignoreOrder: true);
        (await scene.Rules()).Take(2).Select(rule => rule.Split(' ')[2]).ShouldBe([$"{Attacker}/32", $"{Other}/32"], ignoreOrder: true);
    }

    [RealClientFact]
    public async Task What_is_refused_or_below_the_severity_is_not_denied()
    {
        await using var scene = await Scene.Start();
        await scene.Find(Other, severity: 2);
        await scene.Find(Attacker);
        await scene.Answer(await scene.Approvals.Next(), "send-task-failure", "--error", "Refused", "--cause", "our own scanner");
        var told = await scene.Told();
        told.String("outcome").ShouldBe("refused");
        told.Object("why").ShouldBe(JsonObject.Of(("Error", "Refused"), ("Cause", "our own scanner")));

        await scene.Find(Attacker);
        await scene.Answer(await scene.Approvals.Next(), "send-task-success", "--task-output", """{"approved":false}""");
        (await scene.Told()).String("outcome").ShouldBe("refused");
        (await scene.Rules()).ShouldBe(Open);
        (await scene.Executions("SUCCEEDED")).Count.ShouldBe(2);
    }

    [RealClientFact]
    public async Task Without_an_answer_in_time_nothing_is_denied_and_a_late_one_is_too_late()
    {
        await using var scene = await Scene.Start("--parameter", "DecideWithin=1");
        await scene.Find(Attacker);
        var request = await scene.Approvals.Next();
        (await scene.Told()).String("outcome").ShouldBe("timed out");
        var (code, _, error) = await scene.Quell.TryAws(
            "stepfunctions", "send-task-success", "--task-token", Scene.Token(request), "--task-output", """{"approved":true}""");
        code.ShouldNotBe(0);
        error.ShouldContain("TaskTimedOut");
        (await scene.Rules()).ShouldBe(Open);
    }

    [RealClientFact]
    public async Task A_rule_that_AWS_refuses_is_told_with_its_cause_and_fails_the_execution()
    {
        await using var scene = await Scene.Start();
        await scene.Fill(19);
        await scene.Find(Attacker);
        await scene.Answer(await scene.Approvals.Next(), "send-task-success", "--task-output", """{"approved":true}""");
        var told = await scene.Told();
        told.String("outcome").ShouldBe("failed");
        told.Object("why").ShouldNotBeNull().String("Cause").ShouldNotBeNull().ShouldContain("maximum number of network acl entries");
        var failed = (await QuellProcess.Eventually(() => scene.Executions("FAILED"), failed => failed.Count == 1)).Single();
        (await scene.Quell.Aws("stepfunctions", "describe-execution", "--execution-arn", failed)).String("error").ShouldBe("NotBlocked");
    }

    /// <summary>The example with a subnet to guard, and queues that get what its topics are told.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly PuttingClient _client = new(0);

        public required QuellProcess Quell { get; init; }

        public required SubscribedQueue Approvals { get; init; }

        public required SubscribedQueue Outcomes { get; init; }

        public required string Machine { get; init; }

        public string Subnet { get; private set; } = "";

        public string Acl { get; private set; } = "";

        public static async Task<Scene> Start(params string[] arguments)
        {
            var quell = await QuellProcess.Start([QuellProcess.Example("approve-then-block/template.yaml"), .. arguments]);
            var outputs = (await quell.Aws("cloudformation", "describe-stacks")).Array("Stacks").Objects.Single().Array("Outputs").Objects
                .ToDictionary(output => output.String("OutputKey") ?? "", output => output.String("OutputValue") ?? "");
            var scene = new Scene
            {
                Quell = quell,
                Approvals = await SubscribedQueue.To(quell, outputs["Approvals"]),
                Outcomes = await SubscribedQueue.To(quell, outputs["Outcomes"]),
                Machine = outputs["StateMachine"],
            };
            var vpc = (await scene.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Object("Vpc")?.String("VpcId");
            scene.Subnet = (await scene.Ec2("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.0.1.0/24"))).Object("Subnet")?.String("SubnetId") ?? "";
            scene.Acl = (await scene.Describe()).String("NetworkAclId") ?? "";
            return scene;
        }

        /// <summary>A finding as GuardDuty has it (GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge").</summary>
        public async Task Find(string address, int severity = 5)
        {
            var detail = JsonObject.Of(
                ("id", "sample"),
                ("type", "UnauthorizedAccess:EC2/SSHBruteForce"),
                ("title", $"{address} is performing SSH brute force attacks."),
                ("severity", severity),
                ("resource", JsonObject.Of(("resourceType", "Instance"), ("instanceDetails", JsonObject.Of(
                    ("instanceId", "i-0123456789abcdef0"), ("networkInterfaces", JsonArray.From([JsonObject.Of(("subnetId", Subnet))])))))),
                ("service", JsonObject.Of(("action", JsonObject.Of(
                    ("actionType", "NETWORK_CONNECTION"),
                    ("networkConnectionAction", JsonObject.Of(
                        ("connectionDirection", "INBOUND"), ("remoteIpDetails", JsonObject.Of(("ipAddressV4", address))))))))));
            var entry = JsonObject.Of(("Source", "custom.findings"), ("DetailType", "GuardDuty Finding"), ("Detail", detail.ToString()));
            (await Quell.Aws("events", "put-events", "--entries", JsonArray.From([entry]).ToString())).Long("FailedEntryCount").ShouldBe(0);
        }

        public static string Token(string request) => request.Split('\n').First(line => line.Contains("--task-token", StringComparison.Ordinal)).Split(' ')[^1];

        public Task<JsonObject> Answer(string request, string command, params string[] answer) =>
            Quell.Aws(["stepfunctions", command, "--task-token", Token(request), .. answer]);

        public async Task<JsonObject> Told() => (JsonObject)JsonValue.Parse(await Outcomes.Next());

        /// <summary>What the network ACL lets in and does not, in the order in which it decides.</summary>
        public async Task<IReadOnlyList<string>> Rules() => [.. (await Describe()).Array("Entries").Objects
            .Where(entry => entry.Bool("Egress") is false)
            .Select(entry => $"{entry.Long("RuleNumber")} {entry.String("RuleAction")} {entry.String("CidrBlock")}")];

        /// <summary>Makes the network ACL have that many more rules.</summary>
        public async Task Fill(int rules)
        {
            for (var number = 1; number <= rules; number++)
            {
                await Ec2(
                    "CreateNetworkAclEntry", ("NetworkAclId", Acl), ("RuleNumber", number), ("RuleAction", "deny"), ("Protocol", "-1"),
                    ("Egress", false), ("CidrBlock", $"192.0.2.{number}/32"));
            }
        }

        public async Task<IReadOnlyList<string>> Executions(string status) => [.. (await Quell.Aws(
            "stepfunctions", "list-executions", "--state-machine-arn", Machine, "--status-filter", status))
            .Array("executions").Objects.Select(execution => execution.String("executionArn") ?? "")];

        public async ValueTask DisposeAsync()
        {
            Approvals.Dispose();
            Outcomes.Dispose();
            _client.Dispose();
            await Quell.DisposeAsync();
        }

        private async Task<JsonObject> Describe() => (await Ec2(
            "DescribeNetworkAcls", ("Filters", JsonArray.From([JsonObject.Of(("Name", "association.subnet-id"), ("Values", JsonArray.From([Subnet])))]))))
            .Array("NetworkAcls").Objects.Single();

        private async Task<JsonObject> Ec2(string operation, params (string Name, JsonValue? Value)[] input) =>
            (await _client.Call(Quell, "ec2", operation, JsonObject.Of(input))).Output;
    }
}
