using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Sources;
using Quell.Tests.Cli;

namespace Quell.Tests.Sources;

/// <summary>A server of this process with a source of each kind, as a file declares them; the secret of all is <see cref="Secret"/>.</summary>
public sealed class SourceHouse : IAsyncLifetime, IDisposable
{
    internal const string Secret = "hush-hush";

    private const string File = """
        sources:
          - {name: alerts, kind: alertmanager, secret: {env: S}}
          - {name: grafana, kind: grafana, secret: {env: S}}
          - {name: stamped, kind: grafana, secret: {env: S}, check: {type: hmac, header: X-Grafana-Alerting-Signature, timestamp: {header: X-Stamp}}}
          - {name: datadog, kind: datadog, secret: {env: S}}
          - {name: pagerduty, kind: pagerduty, secret: {env: S}}
          - {name: github, kind: github, secret: {env: S}}
          - {name: zabbix, kind: zabbix, secret: {env: S}}
          - {name: dhcp, kind: dhcp, secret: {env: S}}
          - {name: dhcp-log, kind: dhcp-syslog, secret: {env: S}}
          - {name: any, kind: generic, secret: {env: S}}
          - {name: small, kind: generic, secret: {env: S}, maxBody: 64}
          - {name: large, kind: generic, check: {type: none}, maxBody: 26214400}
          - {name: basic, kind: generic, secret: {env: S}, check: {type: basic, user: quell}}
          - {name: open, kind: cloudevents, check: {type: none}}
          - {name: aws, kind: eventbridge, secret: {env: S}}
          - {name: astray, kind: generic, check: {type: none}, bus: nowhere}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private QuellServer? _server;

    internal Engines Engines => _server?.Engines ?? throw new InvalidOperationException("Not started.");

    /// <summary>Where others than this machine's users get to.</summary>
    internal Uri Outside => _server?.SourcesAddress ?? throw new InvalidOperationException("Not started.");

    internal Uri Endpoint => _server?.Address ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        var (sources, faults) = SourceFile.Read(File, _folder.Path, _ => Secret);
        faults.ShouldBeEmpty();
        _server = QuellServer.Create(new() { DataFolder = _folder.Path, Port = 0, Sources = sources!, SourcesAt = (new(IPAddress.Loopback, 0), Server.TlsFilesForTests.Write(_folder.Path).Files) }, TimeProvider.System, NullLoggerFactory.Instance);
        await _server.Start(CancellationToken.None);
    }

    /// <summary>Ends all and begins anew on the same folder.</summary>
    internal async Task Restart()
    {
        await DisposeAsync();
        await InitializeAsync();
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

    internal Task<SourceAnswer> Post(string source, string body, string type = "application/json", params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, source, Encoding.UTF8.GetBytes(body), type, headers);

    internal async Task<SourceAnswer> Send(HttpMethod method, string source, byte[] body, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Endpoint, "/sources/" + source));
        if (method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = type.Length > 0 ? MediaTypeHeaderValue.Parse(type) : null;
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await _http.SendAsync(request);
        return new(
            (int)answer.StatusCode, (JsonObject)JsonValue.Parse(await answer.Content.ReadAsByteArrayAsync()),
            answer.Headers.WwwAuthenticate.ToString(), answer.Headers.RetryAfter?.ToString());
    }

    /// <summary>The events on the bus, the newest first.</summary>
    internal async Task<IReadOnlyList<JsonObject>> Events()
    {
        var answer = (JsonObject)JsonValue.Parse(await _http.GetByteArrayAsync(new Uri(Endpoint, "/api/v1/events?limit=1000")));
        return [.. answer.Array("events").Objects.Select(one => one.Object("event")!)];
    }

    /// <summary>What an event of an answer became.</summary>
    internal async Task<JsonObject> Event(string id)
    {
        var answer = (JsonObject)JsonValue.Parse(await _http.GetByteArrayAsync(new Uri(Endpoint, "/api/v1/events/" + id)));
        return answer.Object("event")!;
    }

    internal async Task<JsonObject> Source(string name)
    {
        var answer = (JsonObject)JsonValue.Parse(await _http.GetByteArrayAsync(new Uri(Endpoint, "/api/v1/sources")));
        return answer.Array("sources").Objects.Single(source => source.String("name") == name);
    }
}

internal sealed record SourceAnswer(int Status, JsonObject Body, string Challenge, string? RetryAfter)
{
    public string Detail => Body.String("detail") ?? "";

    /// <summary>The events' ids, of a success.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            Status.ShouldBe(200, Body.ToString());
            return [.. Body.Array("events").Objects.Select(one => one.String("id")!)];
        }
    }

    public int Repeated => Body.Array("events").Objects.Count(one => one.Bool("repeated") == true);
}
