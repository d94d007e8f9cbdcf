using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Quell.Functions.Runtimes;

/// <summary>
/// The Lambda Runtime API (Developer Guide, "Using the Lambda runtime API") for every environment, each under an address of
/// its own: <c>/_runtime/TOKEN/2018-06-01/runtime/…</c>. The token is the environment's secret; an unknown one is not found.
/// </summary>
internal sealed class RuntimeApi : IDisposable
{
    /// <summary>What the paths begin with that this endpoint serves.</summary>
    public const string Prefix = "/_runtime/";

    /// <summary>The largest answer of a synchronous invocation (Developer Guide, "Lambda quotas": 6 MB, and room for its frame).</summary>
    public const int ResponseLimit = 6_291_556;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<FunctionEnvironment>> _environments = new(StringComparer.Ordinal);

    private readonly CancellationTokenSource _stopping = new();

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Opens an address for an environment that is about to start; a child that is quick to ask waits for <see cref="Add"/>.</summary>
    public void Expect(string token) =>
        _environments[token] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string token, FunctionEnvironment environment) => _environments[token].SetResult(environment);

    public void Remove(string token)
    {
        if (_environments.TryRemove(token, out var environment))
        {
            environment.TrySetCanceled();
        }
    }

    /// <summary>Ends the requests of environments that have nothing to do, which would hold up the server's end; they end too.</summary>
    public void StopWaiting() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Serves one request; fits ASP.NET Core's <c>RequestDelegate</c>.</summary>
    public async Task Handle(HttpContext context)
    {
        var parts = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["_runtime", var token, "2018-06-01", "runtime", .. var rest]
            || !_environments.TryGetValue(token, out var started))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var environment = await started.Task.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        switch (context.Request.Method, rest)
        {
            case ("GET", ["invocation", "next"]):
                await Next(context, environment).ConfigureAwait(false);
                break;
            case ("POST", ["invocation", var id, "response"]):
                await Respond(context, environment, id).ConfigureAwait(false);
                break;
            case ("POST", ["invocation", var id, "error"]):
                await Reply(context, environment.Answer(id, default, await Fault(context).ConfigureAwait(false))).ConfigureAwait(false);
                break;
            case ("POST", ["init", "error"]):
                environment.FailInit(await Fault(context).ConfigureAwait(false));
                await Reply(context, accepted: true).ConfigureAwait(false);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task Next(HttpContext context, FunctionEnvironment environment)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        Invocation invocation;
        try
        {
            invocation = await environment.Next(ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return;
        }

        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = $"{environment.Deadline()}";
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.Arn;
        if (invocation.ClientContext is { } clientContext)
        {
            headers["Lambda-Runtime-Client-Context"] = clientContext;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        await context.Response.BodyWriter.WriteAsync(invocation.Payload, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task Respond(HttpContext context, FunctionEnvironment environment, string id)
    {
        var payload = await Body(context, ResponseLimit).ConfigureAwait(false);
        if (payload is not null)
        {
            await Reply(context, environment.Answer(id, payload, null)).ConfigureAwait(false);
            return;
        }

        var message = $"Response payload size exceeded maximum allowed payload size ({ResponseLimit} bytes).";
        environment.Answer(id, default, new("Function.ResponseSizeTooLarge", message));
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        await context.Response.WriteAsync($$"""{"errorType":"RequestEntityTooLarge","errorMessage":"{{message}}"}""").ConfigureAwait(false);
    }

    private static async ValueTask<FunctionFault> Fault(HttpContext context)
    {
        const int Limit = 256 * 1024;
        var type = context.Request.Headers["Lambda-Runtime-Function-Error-Type"].FirstOrDefault();
        return await Body(context, Limit).ConfigureAwait(false) is { } document
            ? FunctionFault.Reported(document, type)
            : new(type ?? "Runtime.Unknown", $"The error document exceeded {Limit} bytes.");
    }

    private static async Task Reply(HttpContext context, bool accepted)
    {
        context.Response.StatusCode = accepted ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(accepted
            ? """{"status":"OK"}"""
            : """{"errorType":"InvalidRequestID","errorMessage":"Invalid request ID"}""").ConfigureAwait(false);
    }

    /// <returns>Null where the body is larger than the limit; the rest of it has been read and dropped.</returns>
    private static async Task<byte[]?> Body(HttpContext context, int limit)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var total = 0L;
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            total += read;
            if (total <= limit)
            {
                body.Write(buffer, 0, read);
            }
        }

        return total <= limit ? body.ToArray() : null;
    }
}
