using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Quell.Tests.Gate;

/// <summary>Stands in front of an AWS and writes down what reaches it; can refuse, or break a connection, in its place.</summary>
internal sealed partial class CloudAwsProxy : IAsyncDisposable
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentQueue<CloudAwsRequest> _requests = new();
    private readonly ConcurrentDictionary<CloudAwsRequest, string> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly string _upstream;
    private readonly WebApplication _app;

    private CloudAwsProxy(string upstream)
    {
        _upstream = upstream;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Pass);
    }

    public string Endpoint { get; private set; } = "";

    /// <summary>Everything so far, in order.</summary>
    public ImmutableArray<CloudAwsRequest> Requests => [.. _requests];

    /// <summary>What happens to a request in AWS's place; null passes it on.</summary>
    public Func<CloudAwsRequest, CloudAwsFault?> Fault { get; set; } = static _ => null;

    public static async Task<CloudAwsProxy> Start(string upstream)
    {
        var proxy = new CloudAwsProxy(upstream);
        await proxy._app.StartAsync();
        proxy.Endpoint = proxy._app.Urls.First();
        return proxy;
    }

    /// <summary>From now on nobody listens here.</summary>
    public Task Stop() => _app.StopAsync();

    public void Clear()
    {
        _requests.Clear();
        Fault = static _ => null;
    }

    /// <summary>The access key that AWS answered with.</summary>
    public string? KeysOf(CloudAwsRequest request) => _keys.GetValueOrDefault(request);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = Read(context.Request, target, Encoding.UTF8.GetString(buffer.ToArray()));
        _requests.Enqueue(request);
        switch (Fault(request))
        {
            case CloudAwsFault.Refusal refusal when context.Request.Headers.ContainsKey("X-Amz-Target"):
                context.Response.StatusCode = refusal.Status;
                await context.Response.WriteAsync($$"""{"__type":"{{refusal.Code}}","message":"{{refusal.Message}}"}""");
                return;
            case CloudAwsFault.Answer instead:
                await context.Response.WriteAsync(instead.Body);
                return;
            case CloudAwsFault.Refusal refusal:
                context.Response.StatusCode = refusal.Status;
                await context.Response.WriteAsync(
                    $"<ErrorResponse><Error><Type>Sender</Type><Code>{refusal.Code}</Code><Message>{refusal.Message}</Message></Error><RequestId>r</RequestId></ErrorResponse>");
                return;
            case CloudAwsFault.BrokenBefore:
                context.Abort();
                return;
            case CloudAwsFault.BrokenAfter:
                (await Forward(context.Request, target, buffer.ToArray())).Dispose();
                context.Abort();
                return;
        }

        using var answer = await Forward(context.Request, target, buffer.ToArray());
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (name is not ("Connection" or "Transfer-Encoding"))
            {
                context.Response.Headers.Append(name, values.ToString());
            }
        }

        var body = await answer.Content.ReadAsByteArrayAsync();
        if (IssuedKey().Match(Encoding.UTF8.GetString(body)) is { Success: true } issued)
        {
            _keys[request] = issued.Groups[1].Value;
        }

        await context.Response.Body.WriteAsync(body);
    }

    private Task<HttpResponseMessage> Forward(HttpRequest request, string target, byte[] body)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_upstream + target, AsWritten));
        if (body.Length > 0)
        {
            message.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in request.Headers)
        {
            if (name is not ("Connection" or "Transfer-Encoding" or "Content-Length") && !message.Headers.TryAddWithoutValidation(name, values.ToString()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.ToString());
            }
        }

        return _http.SendAsync(message, default);
    }

    private static CloudAwsRequest Read(HttpRequest request, string target, string body)
    {
        var scope = Credential().Match(request.Headers.Authorization.ToString());
        var service = scope.Groups["service"].Value;
        var action = Action().Match(body);
        return new(
            service,
            action.Success ? action.Groups[1].Value
            : request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } name ? name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..] : service == "s3" ? OfS3(request.Method, target) : $"{request.Method} {target}",
            scope.Groups["key"].Value,
            scope.Groups["region"].Value,
            target,
            body);
    }

    /// <summary>S3's operations are told by method and query; only those that the tests meet.</summary>
    private static string OfS3(string method, string target) => (method, target.Contains("?encryption", StringComparison.Ordinal)) switch
    {
        ("GET", true) => "GetBucketEncryption",
        ("PUT", true) => "PutBucketEncryption",
        ("DELETE", true) => "DeleteBucketEncryption",
        _ => $"{method} {target}",
    };

    [GeneratedRegex(@"Credential=(?<key>[^/]+)/\d{8}/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request")]
    private static partial Regex Credential();

    [GeneratedRegex(@"<AccessKeyId>(\w+)</AccessKeyId>")]
    private static partial Regex IssuedKey();

    [GeneratedRegex(@"(?:^|&)Action=(\w+)")]
    private static partial Regex Action();
}

/// <summary>A request as it reached AWS.</summary>
/// <param name="Service">The signature's.</param>
/// <param name="AccessKeyId">The signature's.</param>
/// <param name="Region">The signature's.</param>
/// <param name="Target">Path and query, as sent.</param>
internal sealed record CloudAwsRequest(string Service, string Operation, string AccessKeyId, string Region, string Target, string Body)
{
    public string Name => $"{Service}:{Operation}";

    /// <summary>Judged by what AWS calls its reads, not by Quell's own tables.</summary>
    public bool IsChange => Service != "sts"
        && !Operation.StartsWith("Describe", StringComparison.Ordinal) && !Operation.StartsWith("Get", StringComparison.Ordinal)
        && !Operation.StartsWith("List", StringComparison.Ordinal);
}

/// <summary>What can go wrong on the way.</summary>
internal abstract record CloudAwsFault
{
    private CloudAwsFault()
    {
    }

    /// <summary>AWS refuses.</summary>
    internal sealed record Refusal(string Code, string Message, int Status = 403) : CloudAwsFault;

    /// <summary>AWS answers this, and has done nothing.</summary>
    internal sealed record Answer(string Body) : CloudAwsFault;

    /// <summary>The connection breaks, and nothing has been done.</summary>
    internal sealed record BrokenBefore : CloudAwsFault;

    /// <summary>The connection breaks after the work, before the answer.</summary>
    internal sealed record BrokenAfter : CloudAwsFault;
}
