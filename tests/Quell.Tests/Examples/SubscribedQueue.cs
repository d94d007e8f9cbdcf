using Quell.Engine.Json;
using Quell.Tests.Crashes;

namespace Quell.Tests.Examples;

/// <summary>A queue that gets what is published to a topic.</summary>
internal sealed class SubscribedQueue : IDisposable
{
    private readonly PuttingClient _client;
    private readonly QuellProcess _quell;
    private readonly string _url;

    private SubscribedQueue(PuttingClient client, QuellProcess quell, string url) => (_client, _quell, _url) = (client, quell, url);

    public static async Task<SubscribedQueue> To(QuellProcess quell, string topic)
    {
        var name = topic.Split(':')[^1];
        var arn = $"arn:aws:sqs:us-east-1:000000000000:{name}";
        var policy = JsonObject.Of(("Version", "2012-10-17"), ("Statement", JsonArray.From([JsonObject.Of(
            ("Effect", "Allow"), ("Principal", JsonObject.Of(("Service", "sns.amazonaws.com"))), ("Action", "sqs:SendMessage"), ("Resource", arn))])));
        var client = new PuttingClient(0);
        var made = await client.Call(quell, "sqs", "CreateQueue", JsonObject.Of(
            ("QueueName", name), ("Attributes", JsonObject.Of(("Policy", policy.ToString())))));
        await client.Call(quell, "sns", "Subscribe", JsonObject.Of(
            ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", arn), ("Attributes", JsonObject.Of(("RawMessageDelivery", "true")))));
        return new(client, quell, made.Output.String("QueueUrl") ?? "");
    }

    /// <summary>The next message; fails where none comes.</summary>
    public async Task<string> Next()
    {
        var received = await QuellProcess.Eventually(
            async () => (await Call("ReceiveMessage", ("WaitTimeSeconds", 20))).Array("Messages"), messages => messages.Count > 0);
        var message = received.Objects.Single();
        await Call("DeleteMessage", ("ReceiptHandle", message["ReceiptHandle"]));
        return message.String("Body") ?? "";
    }

    public async Task<bool> IsEmpty() => (await Call("ReceiveMessage")).Array("Messages").Count == 0;

    public void Dispose() => _client.Dispose();

    private async Task<JsonObject> Call(string operation, params (string Name, JsonValue? Value)[] input) =>
        (await _client.Call(_quell, "sqs", operation, JsonObject.Of([("QueueUrl", _url), .. input]))).Output;
}
