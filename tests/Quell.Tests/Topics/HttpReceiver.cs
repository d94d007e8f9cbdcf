using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Quell.Tests.Topics;

/// <summary>A web server that keeps what it is sent and answers with the status codes it is given, then with 200.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(IHeaderDictionary Headers, string Body)> _requests = [];

    public HttpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            // The server uses the dictionary again for the next request.
            var headers = new HeaderDictionary(context.Request.Headers.ToDictionary());
            _requests.Enqueue((headers, await reader.ReadToEndAsync()));
            context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
        });
        _app.StartAsync().GetAwaiter().GetResult();
    }

    public string Url => _app.Urls.Single() + "/sns";

    public ConcurrentQueue<int> Answers { get; } = [];

    public int Count => _requests.Count;

    public async Task<(IHeaderDictionary Headers, string Body)> Next()
    {
        (IHeaderDictionary, string) request;
        while (!_requests.TryDequeue(out request))
        {
            await Task.Yield();
        }

        return request;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
