using System.Net;
using System.Net.Http.Headers;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>Speaks to a running process through its REST API (<c>docs/reference/api.md</c>).</summary>
/// <param name="endpoint">Where it listens.</param>
/// <param name="who">How to name it in an error; null for the endpoint itself.</param>
/// <param name="token">Opens the API where it asks for credentials; null where none is known.</param>
internal sealed class ApiClient(Uri endpoint, string? who, string? token = null) : IDisposable
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    // A proxy of the environment is none of ours: the process listens on this machine.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoint, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Gets a JSON answer.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, with its query.</param>
    /// <exception cref="CliException">Nobody answers, or the answer is an error.</exception>
    public Task<JsonObject> Get(string path, CancellationToken cancellationToken) => Send(HttpMethod.Get, path, null, cancellationToken);

    /// <inheritdoc cref="Get"/>
    public Task<JsonObject> Post(string path, JsonValue body, CancellationToken cancellationToken) =>
        Send(HttpMethod.Post, path, new ByteArrayContent(body.ToUtf8()) { Headers = { ContentType = JsonType } }, cancellationToken);

    /// <summary>Sends a body that is JSON already.</summary>
    public Task<JsonObject> Post(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        Send(HttpMethod.Post, path, new ReadOnlyMemoryContent(json) { Headers = { ContentType = JsonType } }, cancellationToken);

    /// <summary>The data of server-sent events (HTML standard, section 9.2) as they come, until the server ends or the caller does.</summary>
    public async IAsyncEnumerable<string> Stream(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path) { Headers = { Accept = { new("text/event-stream") } } };
        using var answer = await Exchange(request, cancellationToken).ConfigureAwait(false);
        await Check(answer, cancellationToken).ConfigureAwait(false);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(body);
        while (await NextLine(lines, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                yield return line[5..].TrimStart();
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> Send(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path) { Content = content };
        using var answer = await Exchange(request, cancellationToken).ConfigureAwait(false);
        await Check(answer, cancellationToken).ConfigureAwait(false);
        return Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false))
            ?? throw new CliException($"{endpoint.OriginalString} is not a Quell: its answer is no JSON object.", ExitCode.Failed);
    }

    private async Task<HttpResponseMessage> Exchange(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new CliException(who is null
                ? $"Nothing answers at {endpoint.OriginalString}: {failure.Message}"
                : $"The {who} does not answer at {endpoint.OriginalString}: it has ended, or is stuck. Start it with 'quell up'.", ExitCode.Failed);
        }
    }

    private static async Task Check(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var problem = Parse(body);
        var text = problem?.String("detail") ?? problem?.String("title") ?? $"The server answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";
        throw new CliException(text, answer.StatusCode is HttpStatusCode.BadRequest ? ExitCode.BadInput : ExitCode.Failed);
    }

    private static async ValueTask<string?> NextLine(StreamReader lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new CliException("The running process has ended the connection.", ExitCode.Failed);
        }
    }

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonValue.Parse(body) as JsonObject;
        }
        catch (JsonSyntaxException)
        {
            // Not one of our answers; the caller says so.
            return null;
        }
    }
}
