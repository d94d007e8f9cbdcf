using System.Collections.Concurrent;
using Quell.Aws;
using Quell.Aws.Client;
using Quell.Aws.Models;
using Quell.Aws.Signing;
using Quell.Engine.Json;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>
/// Puts numbered events, ten a request and several requests at once, and keeps apart what was acknowledged and what was not.
/// Nothing is repeated by itself. One client goes on from process to process.
/// </summary>
internal sealed class PuttingClient : IDisposable
{
    private const int PerRequest = 10;
    private const int AtOnce = 4;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<int> _open;

    private readonly SigningCredentials _key;

    /// <param name="events">How many; every tenth one asks for a change.</param>
    /// <param name="key">Null for one that nobody has made.</param>
    public PuttingClient(int events, SigningCredentials? key = null) =>
        (_open, _key) = (new(Enumerable.Range(0, events / PerRequest)), key ?? new("test", "test"));

    /// <summary>The ids of the events that were acknowledged.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    public static bool AsksForChange(int number) => number % PerRequest == 0;

    /// <summary>Puts what is still open; what the process does not acknowledge stays open.</summary>
    /// <returns>Whether all is acknowledged.</returns>
    public async Task<bool> Put(QuellProcess quell)
    {
        var client = Client(quell);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PutSome(client)));
        return _open.IsEmpty;
    }

    /// <summary>One call of any API.</summary>
    public Task<AwsResult> Call(QuellProcess quell, string service, string operation, JsonObject input) =>
        Client(quell).CallAsync(Request(service, operation, input), CancellationToken.None);

    public Task PutObject(QuellProcess quell, string bucket, string key, string text) => Client(quell).CallAsync(
        Request("s3", "PutObject", JsonObject.Of(("Bucket", bucket), ("Key", key))) with { Body = new(System.Text.Encoding.UTF8.GetBytes(text)) },
        CancellationToken.None);

    public void Dispose() => _http.Dispose();

    private async Task PutSome(AwsClient client)
    {
        while (_open.TryDequeue(out var request))
        {
            try
            {
                var answer = await client.CallAsync(Request("events", "PutEvents", Entries(request)), CancellationToken.None);
                answer.Output.Long("FailedEntryCount").ShouldBe(0, answer.Output.ToString());
                foreach (var entry in answer.Output.Array("Entries").Objects)
                {
                    _acknowledged[entry.String("EventId")!] = request;
                }
            }
            catch (AwsException)
            {
                _open.Enqueue(request);
                return;
            }
        }
    }

    private static JsonObject Entries(int request) => JsonObject.Of(("Entries", JsonArray.From(
        Enumerable.Range(request * PerRequest, PerRequest).Select(number => JsonObject.Of(
            ("Source", "crash.test"),
            ("DetailType", "Order"),
            ("Detail", JsonObject.Of(("number", number), ("changes", AsksForChange(number))).ToString()))))));

    private AwsClient Client(QuellProcess quell) => new(_http, ServiceCatalog.Default, new(quell.Endpoint, Attempts: 1), TimeProvider.System);

    private AwsRequest Request(string service, string operation, JsonObject input) => new(service, operation, input, "us-east-1")
    {
        Credentials = _ => new(_key),
    };
}
