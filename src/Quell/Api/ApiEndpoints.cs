using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Storage;

namespace Quell.Api;

/// <summary>
/// Quell's own REST API under <c>/api/v1</c> (<c>docs/reference/api.md</c>). JSON throughout; errors are problems (RFC 9457).
/// One more operation: an <see cref="ApiRoute"/> in the list of its part.
/// </summary>
internal static class ApiEndpoints
{
    public const string Prefix = "/api/v1";

    /// <summary>Every operation but the tail of events, which is a stream.</summary>
    public static IReadOnlyList<ApiRoute> Routes(Engines engines) =>
    [
        .. InfoApi.Routes(engines), .. EventsApi.Routes(engines), .. RulesApi.Routes(engines), .. ExplainApi.Routes(engines), .. DeliveriesApi.Routes(engines),
        .. ExecutionsApi.Routes(engines), .. ApprovalsApi.Routes(engines), .. ChangesApi.Routes(engines), .. WhyApi.Routes(engines), .. MailApi.Routes(engines),
        .. StacksApi.Routes(engines), .. SourcesApi.Routes(engines),
        .. ArchivesApi.Routes(engines), .. ReplaysApi.Routes(engines),
    ];

    public static void MapApi(this WebApplication app, Engines engines, ILogger log)
    {
        var routes = Routes(engines);
        if (engines.Options.AsksCallers)
        {
            app.Use((context, next) => IsAllowed(context.Request, engines.ApiToken)
                ? next(context)
                : Problem(context, 401, "This Quell wants a token: the 'token' of quell.json in its data folder, as 'Authorization: Bearer TOKEN'. Quell's own commands find it through --data, or take it from QUELL_TOKEN."));
        }

        foreach (var route in routes)
        {
            app.MapMethods(Prefix + route.Path, [route.Method], context => Serve(context, route, log));
        }

        var stream = new EventStream(engines, app.Lifetime.ApplicationStopping);
        app.MapMethods(Prefix + "/events/stream", ["GET"], context => Guard(context, log, stream.Serve));
        app.MapMethods(Prefix + "/openapi.json", ["GET"], context => Write(context, 200, "application/json", OpenApi.Document(routes)));
        app.Map("/api/{**rest}", static context => Problem(context, 404, $"There is no {context.Request.Method} {context.Request.Path}. {Prefix}/openapi.json lists what there is."));
    }

    /// <summary>Health is everybody's to ask; the rest of the API is for who knows the token.</summary>
    private static bool IsAllowed(HttpRequest request, string token) =>
        !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || request.Path == Prefix + "/health"
        || CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));

    private static Task Serve(HttpContext context, ApiRoute route, ILogger log) => Guard(context, log, async _ =>
    {
        var request = new ApiRequest(context);
        request.Check(route.Parameters);
        var answer = await route.Handler(request, context.RequestAborted).ConfigureAwait(false);
        await Write(context, 200, "application/json", answer).ConfigureAwait(false);
    });

    private static async Task Guard(HttpContext context, ILogger log, Func<HttpContext, Task> serve)
    {
        try
        {
            await serve(context).ConfigureAwait(false);
        }
        catch (ApiException wrong)
        {
            await Problem(context, wrong.Status, wrong.Message).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            await Problem(context, 503, fault.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody waits for an answer.
            log.LogDebug("The caller of {Path} has gone", context.Request.Path);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            log.LogError(fault, "{Method} {Path} met a fault of ours", context.Request.Method, context.Request.Path);
            await Problem(context, 500, "The request met an internal error; the log has the details.").ConfigureAwait(false);
        }
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
}
