using System.Net.Http.Headers;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Tests.Examples;

public sealed class AnswerAlertsTests
{
    private static readonly Dictionary<string, string> Environment = new(QuellProcess.ClientEnvironment) { ["ALERTMANAGER_TOKEN"] = "example-token" };

    [RealClientFact]
    [Trait("Requirement", "W7")]
    [Trait("Requirement", "D27")]
    public async Task An_alert_chooses_its_runbook_and_gets_its_result()
    {
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("answer-alerts/template.yaml"), "--sources", QuellProcess.Example("answer-alerts/sources.yaml")], environment: Environment);
        var instance = (await quell.Aws("ec2", "run-instances", "--image-id", "ami-12345678")).Array("Instances").Objects.Single();
        var address = instance.String("PrivateIpAddress");

        (await Post(quell, Alert("InstanceDown", "critical", "firing", address), "example-token")).ShouldBe(200);
        (await Post(quell, Alert("DiskFull", "critical", "firing", "10.9.9.9"), "example-token")).ShouldBe(200);
        (await Post(quell, Alert("InstanceDown", "critical", "resolved", address), "example-token")).ShouldBe(200);
        (await Post(quell, Alert("InstanceDown", "warning", "firing", address), "example-token")).ShouldBe(200);
        (await Post(quell, Alert("InstanceDown", "critical", "firing", address), "guessed")).ShouldBe(401);

        var results = await Results(quell, 2);
        results.Single(result => result.String("runbook") == "reboot").String("result").ShouldBe($"rebooted {instance.String("InstanceId")}");
        results.Single(result => result.String("runbook") is null).String("result").ShouldBe("no runbook: somebody has to look");
        (await ExampleRuns.Changes(quell)).Select(change => change.String("operation")).Where(operation => operation == "RebootInstances").Count().ShouldBe(1);
        (await ExampleRuns.Executions(quell)).Count.ShouldBe(2);
    }

    /// <summary>A notification as Alertmanager sends it (Alertmanager documentation, "Configuration", webhook_config).</summary>
    private static string Alert(string name, string severity, string status, string? address) => JsonObject.Of(
        ("version", "4"), ("groupKey", "{}:{}"), ("truncatedAlerts", 0), ("status", status), ("receiver", "quell"), ("groupLabels", JsonObject.Empty),
        ("commonLabels", JsonObject.Empty), ("commonAnnotations", JsonObject.Empty), ("externalURL", "http://alertmanager:9093"),
        ("alerts", JsonArray.Create([JsonObject.Of(
            ("status", status), ("labels", JsonObject.Of(("alertname", name), ("severity", severity), ("instance", $"{address}:9100"))),
            ("annotations", JsonObject.Empty), ("startsAt", "2026-03-01T04:05:06Z"), ("endsAt", "0001-01-01T00:00:00Z"), ("generatorURL", ""), ("fingerprint", "f"))]))).ToString();

    private static async Task<int> Post(QuellProcess quell, string body, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(quell.Endpoint + "/sources/alertmanager"), content);
        return (int)answer.StatusCode;
    }

    private static async Task<IReadOnlyList<JsonObject>> Results(QuellProcess quell, int count)
    {
        var stacks = await quell.Aws("cloudformation", "describe-stacks", "--stack-name", "answer-alerts");
        var queue = stacks.Array("Stacks").Objects.Single().Array("Outputs").Objects.Single().String("OutputValue") ?? "";
        var results = new List<JsonObject>();
        await QuellProcess.Eventually(
            async () =>
            {
                var got = await quell.Aws("sqs", "receive-message", "--queue-url", queue, "--max-number-of-messages", "10");
                results.AddRange(got.Array("Messages").Objects.Select(message => (JsonObject)JsonValue.Parse(message.String("Body") ?? "")));
                return results.Count;
            },
            found => found >= count);
        return results;
    }
}
