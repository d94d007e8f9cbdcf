using Microsoft.AspNetCore.Http;
using Endpoint = Quell.Tests.Destinations.Endpoint;
using Received = Quell.Tests.Destinations.Received;

namespace Quell.Tests.Connections;

/// <summary>An authorization server at the path <c>/token</c> of an endpoint: hands out numbered tokens.</summary>
internal sealed class OAuthServer
{
    private int _given;

    public OAuthServer(Endpoint endpoint) => endpoint.Paths["/token"] = async (context, request) =>
    {
        lock (Asked)
        {
            Asked.Add(request);
        }

        context.Response.StatusCode = Status;
        await context.Response.WriteAsync(Answer(Interlocked.Increment(ref _given)));
    };

    public List<Received> Asked { get; } = [];

    public int Status { get; set; } = 200;

    public Func<int, string> Answer { get; set; } = number => $$"""{"access_token":"tok-{{number}}","token_type":"bearer","expires_in":3600}""";
}
