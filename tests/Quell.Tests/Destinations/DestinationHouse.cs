using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Quell.Aws.Calls;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Server;
using Quell.Stacks;
using Quell.Tests.Cli;

namespace Quell.Tests.Destinations;

/// <summary>A whole Quell in this process, spoken to over its port, with what it logs and what lies in its folder.</summary>
internal sealed class DestinationHouse : ILoggerFactory, ILogger, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private QuellServer? _server;

    public ConcurrentQueue<string> Logged { get; } = [];

    public Func<ServerOptions, ServerOptions> Options { get; set; } = static options => options;

    public Engines Engines => (_server ?? throw new InvalidOperationException("Not started.")).Engines;

    public string Url => _server?.Address.ToString().TrimEnd('/') ?? "";

    public string Folder => _folder.Path;

    public static async Task<DestinationHouse> Open(Func<ServerOptions, ServerOptions>? options = null)
    {
        var house = new DestinationHouse { Options = options ?? (static given => given) };
        await house.Start();
        return house;
    }

    public async Task Start()
    {
        _server = QuellServer.Create(Options(new() { DataFolder = _folder.Path, Port = 0 }), TimeProvider.System, this);
        await _server.Start(CancellationToken.None);
    }

    public async Task Stop()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    /// <summary>Calls an operation that is to succeed.</summary>
    public async Task<JsonObject> Call(string operation, string body)
    {
        var (status, answer) = await Send(operation, body);
        status.ShouldBe(200, $"{operation}: {answer}");
        return answer;
    }

    /// <summary>Calls an operation that is to be refused.</summary>
    /// <returns>Code and message.</returns>
    public async Task<(string Code, string Message)> Refused(string operation, string body)
    {
        var (status, answer) = await Send(operation, body);
        status.ShouldBe(400, answer.ToString());
        return (answer.String("__type")!.Split('#')[^1], answer.String("message") ?? answer.String("Message") ?? "");
    }

    public async Task<string> Connection(string name, string type, string parameters) => (await Call(
        "CreateConnection", $$"""{"Name":"{{name}}","AuthorizationType":"{{type}}","AuthParameters":{{parameters}}}""")).String("ConnectionArn")!;

    public Task<string> ApiKeyConnection(string name = "key", string extra = "") =>
        Connection(name, "API_KEY", $$"""{"ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"k3y-s3cret"}{{extra}}}""");

    public async Task<string> Destination(string name, string connection, string url, string extra = "") => (await Call(
        "CreateApiDestination",
        $$"""{"Name":"{{name}}","ConnectionArn":"{{connection}}","InvocationEndpoint":"{{url}}","HttpMethod":"POST"{{extra}}}""")).String("ApiDestinationArn")!;

    /// <summary>A rule for the source of its name, with one target.</summary>
    public async Task Rule(string name, string target, string extra = "")
    {
        await Call("PutRule", $$"""{"Name":"{{name}}","EventPattern":"{\"source\":[\"{{name}}\"]}"}""");
        var answer = await Call(
            "PutTargets", $$"""{"Rule":"{{name}}","Targets":[{"Id":"one","Arn":"{{target}}","RoleArn":"arn:aws:iam::000000000000:role/r"{{extra}}}]}""");
        answer.Long("FailedEntryCount").ShouldBe(0);
    }

    public async Task Put(string source, string detail = "{}", int times = 1)
    {
        var entry = JsonObject.Of(("Source", source), ("DetailType", "t"), ("Detail", detail)).ToString();
        for (var done = 0; done < times; done += 10)
        {
            await Call("PutEvents", $$"""{"Entries":[{{string.Join(',', Enumerable.Repeat(entry, Math.Min(10, times - done)))}}]}""");
        }
    }

    public List<DeliveryRecord> Deliveries(DeliveryQuery? query = null) => new DeliveryLog(Engines.Journal, Engines.Dispatcher).List(query ?? new());

    /// <summary>Waits until a delivery is as wanted.</summary>
    public async Task<DeliveryRecord> Delivery(Func<DeliveryRecord, bool> wanted)
    {
        while (true)
        {
            if (Deliveries().FirstOrDefault(wanted) is { } found)
            {
                return found;
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Deploys a template as <c>quell up</c> does.</summary>
    public async Task<StackOutcome> Deploy(string name, string template, params (string Name, string Value)[] parameters)
    {
        var deployer = new Deployer(Principal.Root(Scope.DefaultAccount), new(Scope.DefaultAccount, Scope.DefaultRegion), "127.0.0.1:1");
        var outcome = await Engines.Deployer.Deploy(name, template, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value), deployer, CancellationToken.None);
        outcome.Result.ShouldBeOneOf([StackResult.Created, StackResult.Updated], outcome.ToString());
        return outcome;
    }

    /// <summary>Waits until the connection's state is settled.</summary>
    public async Task<JsonObject> Settled(string name)
    {
        while (true)
        {
            var connection = await Call("DescribeConnection", $$"""{"Name":"{{name}}"}""");
            if (connection.String("ConnectionState") != "AUTHORIZING")
            {
                return connection;
            }

            await Task.Delay(10);
        }
    }

    /// <summary>The files of the folder that hold a text anywhere.</summary>
    public IEnumerable<string> FilesWith(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(wanted) >= 0;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        SqliteConnection.ClearAllPools();
        _http.Dispose();
        _folder.Dispose();
    }

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

    void ILoggerFactory.AddProvider(ILoggerProvider provider)
    {
    }

    void IDisposable.Dispose()
    {
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue(formatter(state, exception) + exception);

    private async Task<(int Status, JsonObject Body)> Send(string operation, string body)
    {
        var service = operation.Contains('.', StringComparison.Ordinal) ? operation.Split('.')[0] : "AWSEvents";
        var name = operation.Split('.')[^1];
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(service == "AmazonSQS" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"{service}.{name}");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/{(service == "AmazonSQS" ? "sqs" : "events")}/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? JsonObject.Empty : (JsonObject)JsonValue.Parse(text));
    }
}
