using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Server;
using Quell.Tests.Cli;

namespace Quell.Tests.Api;

/// <summary>A server of this process on a free port, with its REST API and its AWS APIs.</summary>
public sealed class RunningQuell : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly TimeProvider _time;
    private QuellServer? _server;

    public RunningQuell()
        : this(TimeProvider.System)
    {
    }

    /// <param name="time">Its clock, for all but what waits for the system.</param>
    internal RunningQuell(TimeProvider time) => _time = time;

    internal Uri Endpoint => _server?.Address ?? throw new InvalidOperationException("Not started.");

    internal string MailFolder => _server?.Engines.Options.MailFolder ?? "";

    public async Task InitializeAsync()
    {
        _server = QuellServer.Create(new() { DataFolder = _folder.Path, Port = 0 }, _time, NullLoggerFactory.Instance);
        await _server.Start(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Calls an AWS API of the JSON protocol as anybody: on loopback every key is accepted.</summary>
    internal async Task<JsonObject> Aws(string service, string target, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? JsonObject.Empty : (JsonObject)JsonValue.Parse(text);
    }

    /// <summary>Makes a call of any AWS API as the account's administrator, past the wire.</summary>
    internal async Task<JsonObject> Pass(string service, string operation, params (string Name, JsonValue? Value)[] input)
    {
        var call = new Call
        {
            RequestId = Guid.NewGuid().ToString(),
            Service = service,
            Operation = operation,
            Input = JsonObject.Of(input),
            Scope = new(Scope.DefaultAccount, Scope.DefaultRegion),
            Principal = Principal.Root(Scope.DefaultAccount),
            Time = _time.GetUtcNow(),
        };
        return (await _server!.Engines.Gate.Pass(call, CancellationToken.None)).Output;
    }

    internal async Task<(int Status, JsonObject Body)> Get(string path)
    {
        using var answer = await _http.GetAsync(new Uri(Endpoint, "/api/v1/" + path));
        return ((int)answer.StatusCode, (JsonObject)JsonValue.Parse(await answer.Content.ReadAsByteArrayAsync()));
    }

    internal async Task<(int Status, JsonObject Body)> Post(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(Endpoint, "/api/v1/" + path), content);
        return ((int)answer.StatusCode, (JsonObject)JsonValue.Parse(await answer.Content.ReadAsByteArrayAsync()));
    }

    internal Task<Stream> Stream(string path) => _http.GetStreamAsync(new Uri(Endpoint, "/api/v1/" + path));

    internal async Task PutRule(string name, string pattern, string targetArn)
    {
        await Aws("events", "AWSEvents.PutRule", JsonObject.Of(("Name", name), ("EventPattern", pattern)).ToString());
        await Aws("events", "AWSEvents.PutTargets", $$"""{"Rule":"{{name}}","Targets":[{"Id":"one","Arn":"{{targetArn}}"}]}""");
    }

    /// <returns>The id of the event.</returns>
    internal async Task<string> PutEvent(string source)
    {
        var answer = await Aws("events", "AWSEvents.PutEvents", $$"""{"Entries":[{"Source":"{{source}}","DetailType":"t","Detail":"{}"}]}""");
        return answer.Array("Entries").Objects.Single().String("EventId").ShouldNotBeNull();
    }

    /// <summary>Waits until an answer is as wanted.</summary>
    internal async Task<JsonObject> Until(string path, Func<JsonObject, bool> isThere)
    {
        while (true)
        {
            var (_, body) = await Get(path);
            if (isThere(body))
            {
                return body;
            }

            await Task.Delay(20);
        }
    }
}
