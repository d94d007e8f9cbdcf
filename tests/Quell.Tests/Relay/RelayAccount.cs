using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Tests.Cli;
using Quell.Tests.Examples;
using Quell.Tests.Gate;

namespace Quell.Tests.Relay;

/// <summary>A Quell of this process as the real account, a proxy that can fail in front of it, and a relay in a process of its own behind that.</summary>
internal sealed class RelayAccount : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly QuellServer _server;

    private RelayAccount() => _server = QuellServer.Create(
        new() { DataFolder = _folder.Path, Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);

    public CloudAwsProxy Proxy { get; private set; } = null!;

    /// <summary>The queue, as the relay is told of it: through the proxy.</summary>
    public string QueueUrl => $"{Proxy.Endpoint}/000000000000/quell-events";

    /// <summary>Those of a relay that is not about credentials.</summary>
    public static Dictionary<string, string> Keys { get; } = new(QuellProcess.ClientEnvironment);

    public static async Task<RelayAccount> Start(int visibility = 1)
    {
        var account = new RelayAccount();
        await account._server.Start(CancellationToken.None);
        account.Proxy = await CloudAwsProxy.Start(account._server.Address.ToString().TrimEnd('/'));
        await account.CreateQueue(visibility);
        return account;
    }

    public Task CreateQueue(int visibility = 1) => Sqs("CreateQueue", JsonObject.Of(
        ("QueueName", "quell-events"), ("Attributes", JsonObject.Of(("VisibilityTimeout", $"{visibility}")))));

    public Task<QuellProcess> Relay(string? dataFolder = null) => QuellProcess.Start(["--relay", QueueUrl], dataFolder, Keys);

    /// <summary>Sends events as EventBridge does.</summary>
    public async Task Send(params string[] ids)
    {
        foreach (var id in ids)
        {
            await SendText(Event(id));
        }
    }

    public Task SendText(string body) => Sqs("SendMessage", JsonObject.Of(("QueueUrl", QueueUrl), ("MessageBody", body)));

    public static string[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid().ToString())];

    public static string Event(string id) => JsonObject.Of(
        ("version", "0"), ("id", id), ("detail-type", "EC2 Instance State-change Notification"), ("source", "aws.ec2"), ("account", "123456789012"),
        ("time", "2026-03-01T04:05:06Z"), ("region", "eu-west-1"), ("resources", JsonArray.Empty), ("detail", JsonObject.Of(("state", "running")))).ToString();

    /// <summary>Messages that are in the queue, visible or not.</summary>
    public async Task<long> Left()
    {
        var answer = await Sqs("GetQueueAttributes", JsonObject.Of(("QueueUrl", QueueUrl), ("AttributeNames", JsonArray.From(["All"]))));
        var attributes = answer.Object("Attributes")!;
        return attributes.Long("ApproximateNumberOfMessages")!.Value + attributes.Long("ApproximateNumberOfMessagesNotVisible")!.Value;
    }

    /// <summary>Waits until the relay has all of these on its bus, each once, and the queue is empty.</summary>
    public async Task ShouldArriveOnce(QuellProcess relay, params string[] ids)
    {
        await QuellProcess.Eventually(() => Arrived(relay), arrived => ids.All(arrived.Contains));
        await QuellProcess.Eventually(Left, left => left == 0);
        var arrived = await Arrived(relay);
        arrived.Order().ShouldBe(ids.Order(), relay.Output);
    }

    public static async Task<IReadOnlyList<string>> Arrived(QuellProcess relay) =>
        [.. ((JsonObject)await relay.Quell("events", "--limit", "1000")).Array("events").Objects.Select(one => one.Object("event")!.String("id")!)];

    public static async Task<JsonObject> Source(QuellProcess relay) => ((JsonObject)await relay.Quell("sources")).Array("sources").Objects.Single();

    /// <summary>A call past the proxy.</summary>
    public async Task<JsonObject> Sqs(string operation, JsonObject input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Address) { Content = new StringContent(input.ToString(), Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "AmazonSQS." + operation);
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? JsonObject.Empty : (JsonObject)JsonValue.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }
}
