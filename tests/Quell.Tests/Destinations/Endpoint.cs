using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Quell.Tests.Destinations;

/// <summary>What an endpoint was sent.</summary>
internal sealed record Received(string Method, string Path, IHeaderDictionary Headers, string Body, DateTimeOffset At)
{
    public string Header(string name) => Headers[name].ToString();
}

/// <summary>A real web server on a free port: keeps what it is sent, and answers as it is told, else with 200.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];

    /// <param name="port">0 for a free one.</param>
    /// <param name="certificate">Null for plain HTTP.</param>
    public Endpoint(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}");
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        _app = builder.Build();
        _app.Run(Answer);
        _app.StartAsync().GetAwaiter().GetResult();
    }

    public string Url => _app.Urls.Single();

    public int Port => new Uri(Url).Port;

    public ConcurrentQueue<Received> Requests { get; } = [];

    /// <summary>What the paths that begin so are answered, whatever is queued; for an authorization endpoint beside others.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Received, Task>> Paths { get; } = new(StringComparer.Ordinal);

    public Endpoint Then(int status, params (string Name, string Value)[] headers) => Then(context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    });

    public Endpoint Then(Func<HttpContext, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>The next request to a path of which nothing else is said.</summary>
    public async Task<Received> Next()
    {
        Received? request;
        while (!Requests.TryDequeue(out request))
        {
            await Task.Delay(5);
        }

        return request;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var received = new Received(
            context.Request.Method, context.Request.Path.ToUriComponent() + context.Request.QueryString,
            new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync(), TimeProvider.System.GetUtcNow());
        foreach (var (prefix, answer) in Paths)
        {
            if (received.Path.StartsWith(prefix, StringComparison.Ordinal))
            {
                await answer(context, received);
                return;
            }
        }

        Requests.Enqueue(received);
        if (_answers.TryDequeue(out var next))
        {
            await next(context);
        }
    }
}
