using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Connections;

/// <summary>
/// Tries the credentials of connections in state <c>AUTHORIZING</c> and sets what came of it: <c>AUTHORIZED</c>, or
/// <c>DEAUTHORIZED</c> with the reason (user guide, "Connection states"). After a restart it goes on with those it finds.
/// </summary>
internal sealed class ConnectionAuthorizer : IAsyncDisposable
{
    private const int LongestReason = 512;

    private readonly ResourceStore _store;
    private readonly ConnectedRequests _requests;
    private readonly TimeProvider _time;
    private readonly ResourceTasks _tasks;

    public ConnectionAuthorizer(ResourceStore store, ConnectedRequests requests, TimeProvider time, ILogger log)
    {
        (_store, _requests, _time) = (store, requests, time);
        _tasks = new(store, Connection.ResourceType, key => cancellationToken => Authorize(key, cancellationToken), time, log)
        {
            IsOver = connection => !IsWaiting(connection),
            Fail = (key, reason) => Settle(key, store.Current.Get(key), reason),
        };
    }

    public void Start() => _tasks.Start();

    public ValueTask DisposeAsync() => _tasks.DisposeAsync();

    /// <returns>Whether there may be more to do: the credentials may have been changed meanwhile.</returns>
    private async Task<bool> Authorize(ResourceKey key, CancellationToken cancellationToken)
    {
        if (_store.Current.Get(key) is not { } connection || !IsWaiting(connection))
        {
            return false;
        }

        string? reason = null;
        try
        {
            await _requests.Authorize(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointException fault)
        {
            reason = fault.Message;
        }

        await Settle(key, connection, reason).ConfigureAwait(false);
        return true;
    }

    private Task Settle(ResourceKey key, JsonObject? tried, string? reason) => _store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        if (state.Get(key) is { } current && IsWaiting(current) && current.String(Connection.Sealed) == tried?.String(Connection.Sealed))
        {
            var now = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            edit.Put(key.Scope, key.Type, key.Id, current
                .With("ConnectionState", reason is null ? Connection.Authorized : Connection.Deauthorized)
                .With("StateReason", reason is null ? null : (JsonValue)reason[..Math.Min(reason.Length, LongestReason)])
                .With("LastAuthorizedTime", reason is null ? now : current["LastAuthorizedTime"]));
        }

        return new ResourceStep<bool>(edit, true);
    }).Durable;

    private static bool IsWaiting(JsonObject connection) => connection.String("ConnectionState") == Connection.Authorizing;
}
