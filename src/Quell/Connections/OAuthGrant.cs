using System.Text;
using Quell.Engine.Json;

namespace Quell.Connections;

/// <summary>
/// Gets access tokens with a client's credentials (RFC 6749, section 4.4), the credentials in the form that is sent, or in the
/// query of a GET. A token is used until shortly before it expires or until an endpoint does not take it (EventBridge user
/// guide, "Authorization methods for connections"). Safe for any number of threads: those that need a token wait for one request.
/// </summary>
internal sealed class OAuthGrant
{
    /// <summary>How long before its end a token is no longer used.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>Much more than any token.</summary>
    private const int LongestAnswer = 1 << 20;

    private readonly Lock _gate = new();
    private readonly EndpointRequest _request;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;
    private volatile Token? _token;
    private Task<Token>? _asking;

    /// <param name="parameters">The connection's <c>OAuthParameters</c>.</param>
    public OAuthGrant(JsonObject parameters)
    {
        var client = parameters.Object("ClientParameters") ?? JsonObject.Empty;
        var extra = parameters.Object("OAuthHttpParameters") ?? JsonObject.Empty;
        List<KeyValuePair<string, string>> form = [.. ConnectionCredentials.Pairs(extra, "BodyParameters")];
        AddMissing("grant_type", "client_credentials");
        AddMissing("client_id", client.String("ClientID"));
        AddMissing("client_secret", client.String("ClientSecret"));

        var method = HttpMethod.Parse(parameters.String("HttpMethod") ?? "POST");
        var isGet = method == HttpMethod.Get;
        var query = ConnectionCredentials.Pairs(extra, "QueryStringParameters");
        _headers = ConnectionCredentials.Pairs(extra, "HeaderParameters");
        _request = new(method, EndpointUrl.WithQuery(parameters.String("AuthorizationEndpoint") ?? "", isGet ? [.. query, .. form] : query))
        {
            Fixed = [new("Accept", "application/json")],
            ContentType = "application/x-www-form-urlencoded",
            Body = isGet ? default : Encoding.UTF8.GetBytes(EndpointUrl.Form(form)),
            ReadsUpTo = LongestAnswer,
        };

        void AddMissing(string name, string? value)
        {
            if (value is not null && form.TrueForAll(field => field.Key != name))
            {
                form.Add(new(name, value));
            }
        }
    }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    /// <exception cref="EndpointException">The authorization server gave no token.</exception>
    public async ValueTask<string> Authorization(EndpointClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_token is { } token && token.IsGood(time.GetUtcNow()))
        {
            return token.Header;
        }

        Task<Token> asking;
        lock (_gate)
        {
            // Whoever waits no longer does not end the request for the others: it has a limit of its own.
            asking = _asking is { IsCompleted: false } ? _asking : _asking = Ask(client, time, CancellationToken.None);
        }

        return (await asking.WaitAsync(cancellationToken).ConfigureAwait(false)).Header;
    }

    /// <summary>Throws a token away that an endpoint did not take; one that has replaced it already stays.</summary>
    public void Forget(string header)
    {
        if (_token is { } token && token.Header == header)
        {
            Interlocked.CompareExchange(ref _token, null, token);
        }
    }

    private async Task<Token> Ask(EndpointClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = _request.Url.Host;
        EndpointAnswer answer;
        try
        {
            answer = await client.Send(_request, _headers, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointException fault)
        {
            throw new EndpointException(EndpointFault.NotAuthorized, $"The authorization endpoint gave no token: {fault.Message}", fault.IsTransient, fault);
        }

        if (answer.Status is < 200 or >= 300)
        {
            throw new EndpointException(EndpointFault.NotAuthorized, $"The authorization endpoint {host} answered {answer.Status} and gave no token.", isTransient: true);
        }

        return Read(answer.Body.Span) is ({ Length: > 0 } text, var document)
            ? _token = new(text, document.Long("expires_in") is { } seconds ? time.GetUtcNow().AddSeconds(seconds) - Margin : null)
            : throw new EndpointException(EndpointFault.NotAuthorized, $"The answer of the authorization endpoint {host} has no access_token.", isTransient: true);
    }

    private static (string? Header, JsonObject Document) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonValue.Parse(body) is JsonObject document && document.String("access_token") is { Length: > 0 } token)
            {
                var type = document.String("token_type") is { Length: > 0 } given && !given.Equals("bearer", StringComparison.OrdinalIgnoreCase) ? given : "Bearer";
                return ($"{type} {token}", document);
            }
        }
        catch (JsonSyntaxException)
        {
            // No JSON, no token: said by the caller, without what stood in the answer.
        }

        return (null, JsonObject.Empty);
    }

    /// <param name="End">When it is no longer used; null for one whose end nobody told.</param>
    private sealed record Token(string Header, DateTimeOffset? End)
    {
        public bool IsGood(DateTimeOffset now) => End is null || now < End;
    }
}
