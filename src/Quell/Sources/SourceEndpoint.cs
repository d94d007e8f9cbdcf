using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Engine.Sources;
using Quell.Storage;

namespace Quell.Sources;

/// <summary>
/// The sources that listen: <c>POST /sources/NAME</c>. Answered once the events are in the journal, with their ids; what is refused is
/// answered with the reason, as a problem (RFC 9457).
/// </summary>
internal sealed class SourceEndpoint(LiveSources sources, TimeProvider time, ILogger log)
{
    public const string Prefix = "/sources/";

    /// <summary>When to come again after a failure of ours, in seconds.</summary>
    private const string RetryAfter = "5";

    public static void Map(WebApplication app, LiveSources sources, TimeProvider time, ILogger log) =>
        app.Map(Prefix + "{name}", new SourceEndpoint(sources, time, log).Serve);

    /// <summary>The answer to whatever is asked where only sources are.</summary>
    public static Task NothingHere(HttpContext context) => Problem(context, 404, "There is nothing here.");

    private async Task Serve(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string ?? "";
        if (sources.Find(name) is not { Definition: SourceDefinition.Endpoint endpoint } source)
        {
            await Problem(context, 404, $"There is no source '{Printable(name)}' here.").ConfigureAwait(false);
            return;
        }

        if (context.Request.IsHttps && !endpoint.IsChecked)
        {
            await Refuse(context, source, 403, $"Source '{name}' checks nobody (check: none): it is not open to others than this machine's users.").ConfigureAwait(false);
            return;
        }

        try
        {
            await Take(context, source, endpoint).ConfigureAwait(false);
        }
        catch (SourceException refusal)
        {
            await Refuse(context, source, refusal.Status, refusal.Message).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            await Refuse(context, source, 503, fault.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            await Refuse(context, source, fault.StatusCode, $"The body cannot be read: {fault.Message}").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            log.LogDebug("The sender of {Path} has gone", context.Request.Path);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            log.LogError(fault, "A request to {Path} met a fault of ours", context.Request.Path);
            await Refuse(context, source, 500, "The request met an internal error; the log has the details.").ConfigureAwait(false);
        }
    }

    private async Task Take(HttpContext context, LiveSource source, SourceDefinition.Endpoint endpoint)
    {
        if (context.Request.Method != HttpMethods.Post && !(context.Request.Method == HttpMethods.Put && endpoint.Kind == "grafana"))
        {
            context.Response.Headers.Allow = "POST";
            throw new SourceException(405, $"A source takes POST, not {Printable(context.Request.Method)}.");
        }

        if (context.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding and not "identity")
        {
            throw new SourceException(415, $"The body is encoded ({Printable(encoding)}); send it as it is.");
        }

        var body = await Body(context.Request, endpoint.MaxBody, context.RequestAborted).ConfigureAwait(false);
        var request = new SourceRequest(source.Definition.Name, Headers(context.Request), body);
        if (endpoint.Check.Refuse(request, time.GetUtcNow()) is { } refusal)
        {
            if (endpoint.Check.Challenge is { } challenge)
            {
                context.Response.Headers.WWWAuthenticate = challenge;
            }

            throw new SourceException(401, refusal);
        }

        // What proves who sends is no part of what mappings see.
        var reading = endpoint.Format.Read(request with { Headers = request.Headers.RemoveRange([.. endpoint.Check.Headers, "authorization", "cookie"]) });
        var results = await sources.Put(source, reading, endpoint.TakesAwsSources, context.RequestAborted).ConfigureAwait(false);
        CrashPoint.Reach(CrashPoint.CallBeforeAnswer);
        await Write(context, 200, "application/json", JsonObject.Of(
            ("events", JsonArray.From(results.Select(result => JsonObject.Of(("id", result.Id), ("repeated", result.IsRepeated ? (JsonValue)true : null))))),
            ("ignored", reading.Ignored > 0 ? (JsonValue)reading.Ignored : null))).ConfigureAwait(false);
    }

    private static ImmutableSortedDictionary<string, string> Headers(HttpRequest request) => request.Headers
        .ToImmutableSortedDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value.AsEnumerable()), StringComparer.Ordinal);

    private static async Task<ReadOnlyMemory<byte>> Body(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > limit)
            {
                throw TooLarge(limit);
            }
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static SourceException TooLarge(int limit) => new(413, $"The body is over the source's limit of {limit} bytes (maxBody).");

    private Task Refuse(HttpContext context, LiveSource source, int status, string reason)
    {
        source.Counts.AddRefusal(reason);
        log.Log(status < 500 ? LogLevel.Information : LogLevel.Warning, "Source {Source} refused a request: {Reason}", source.Definition.Name, reason);
        if (status == 503)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        return Problem(context, status, reason);
    }

    private static Task Problem(HttpContext context, int status, string detail) => Write(
        context, status, "application/problem+json",
        JsonObject.Of(("title", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)), ("status", status), ("detail", detail)));

    private static async Task Write(HttpContext context, int status, string type, JsonObject body)
    {
        var bytes = body.ToUtf8();
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Printable(string text) => new([.. text.Take(80).Select(c => c is >= ' ' and < '\u007f' ? c : '?')]);
}
