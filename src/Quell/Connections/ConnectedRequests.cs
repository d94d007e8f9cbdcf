using System.Collections.Concurrent;
using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Secrets;

namespace Quell.Connections;

/// <summary>
/// Sends requests with the authorization and the parameters of a connection: for API destinations, and for whatever else takes
/// a connection's ARN. Safe for any number of threads.
/// </summary>
internal sealed class ConnectedRequests : IDisposable
{
    private readonly ResourceStore _store;
    private readonly SecretBox _secrets;
    private readonly EndpointClient _client;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ConnectionCredentials> _opened = new(StringComparer.Ordinal);

    public ConnectedRequests(ResourceStore store, SecretBox secrets, EndpointPolicy policy, TimeProvider time)
    {
        (_store, _secrets, _time) = (store, secrets, time);
        _client = new EndpointClient(policy, time);
        store.Changed += Forget;
    }

    /// <summary>Sends a request as the connection's. What the connection says wins over what the request says.</summary>
    /// <param name="sent">Is shown what is sent, with the connection's headers: secrets are among that. Null for nobody.</param>
    /// <exception cref="EndpointException">There was no answer.</exception>
    public async ValueTask<EndpointAnswer> Send(
        string connectionArn, EndpointRequest request, CancellationToken cancellationToken,
        Action<EndpointRequest, IReadOnlyList<KeyValuePair<string, string>>>? sent = null)
    {
        var credentials = Open(connectionArn);
        if (credentials.Query.Count > 0)
        {
            request = request with { Url = EndpointUrl.WithQuery(request.Url.OriginalString, credentials.Query) };
        }

        if (credentials.Body.Count > 0)
        {
            request = request with { Body = WithBody(request.Body, credentials.Body) };
        }

        if (request.Encode is { } encode)
        {
            request = request with { Body = encode(request.Body), Encode = null };
        }

        if (credentials.Grant is not { } grant)
        {
            sent?.Invoke(request, credentials.Headers);
            return await _client.Send(request, credentials.Headers, cancellationToken).ConfigureAwait(false);
        }

        var authorization = await grant.Authorization(_client, _time, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<KeyValuePair<string, string>> headers = [new("Authorization", authorization), .. credentials.Headers];
        sent?.Invoke(request, headers);
        var answer = await _client.Send(request, headers, cancellationToken).ConfigureAwait(false);
        if (answer.Status is not (401 or 407))
        {
            return answer;
        }

        grant.Forget(authorization);
        return answer with { IsTokenStale = true };
    }

    /// <summary>Tries a connection's credentials at its authorization server.</summary>
    /// <exception cref="EndpointException">It gives no token.</exception>
    public async ValueTask Authorize(JsonObject connection, CancellationToken cancellationToken)
    {
        if (Open(connection).Grant is { } grant)
        {
            await grant.Authorization(_client, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _store.Changed -= Forget;
        _client.Dispose();
    }

    private ConnectionCredentials Open(string arn)
    {
        var connection = Connection.Find(_store.Current, arn)
            ?? throw new EndpointException(EndpointFault.NoConnection, $"Connection {arn} does not exist.", isTransient: false);
        return connection.String("ConnectionState") == Connection.Authorized
            ? Open(connection)
            : throw new EndpointException(
                EndpointFault.NotAuthorized, $"The connection {connection.String("Name")} is {connection.String("ConnectionState")}.", isTransient: true);
    }

    private ConnectionCredentials Open(JsonObject connection)
    {
        var arn = connection.String("ConnectionArn") ?? "";
        var sealedText = connection.String(Connection.Sealed) ?? "";
        if (_opened.TryGetValue(arn, out var known) && known.Sealed == sealedText)
        {
            return known;
        }

        try
        {
            var parameters = (JsonObject)JsonValue.Parse(_secrets.Open(sealedText, arn));
            return _opened[arn] = new(sealedText, connection.String("AuthorizationType"), parameters);
        }
        catch (SecretException fault)
        {
            throw new EndpointException(EndpointFault.NotAuthorized, fault.Message, isTransient: false, fault);
        }
    }

    private static ReadOnlyMemory<byte> WithBody(ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        try
        {
            if (body.IsEmpty || JsonValue.Parse(body.Span) is JsonObject)
            {
                var document = body.IsEmpty ? JsonObject.Empty : (JsonObject)JsonValue.Parse(body.Span);
                return parameters.Aggregate(document, (all, parameter) => all.With(parameter.Key, parameter.Value)).ToUtf8();
            }
        }
        catch (JsonSyntaxException)
        {
            // Said below: it is no object either way.
        }

        throw new EndpointException(EndpointFault.Refused, "The connection has body parameters, and the body is no JSON object that could take them.", isTransient: false);
    }

    private void Forget(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == Connection.ResourceType && value?.String(Connection.Sealed) is null)
            {
                foreach (var arn in _opened.Keys.Where(arn => Connection.KeyOf(arn) == key))
                {
                    _opened.TryRemove(arn, out _);
                }
            }
        }
    }
}
