using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Connections;

/// <summary>
/// Tries the credentials of connections in state <c>AUTHORIZING</c> and sets what came of it: <c>AUTHORIZED</c>, or
/// <c>DEAUTHORIZED</c> with the reason (user guide, "Connection states"). After a restart it goes on with those it finds.
/// </summary>
internal sealed class ConnectionAuthorizer(ResourceStore store, ConnectedRequests requests, TimeProvider time, ILogger<ConnectionAuthorizer> log)
    : IAsyncDisposable
{
    private const int LongestReason = 512;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ResourceKey, Task> _running = [];

    public void Start()
    {
        store.Changed += Notice;
        foreach (var (key, connection) in store.Current.ListAll(Connection.ResourceType))
        {
            Try(key, connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        store.Changed -= Notice;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Notice(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == Connection.ResourceType && value is not null)
            {
                Try(key, value);
            }
        }
    }

    private void Try(ResourceKey key, JsonObject connection)
    {
        if (connection.String("ConnectionState") == Connection.Authorizing)
        {
            _running[key] = Task.Run(() => Authorize(key, connection));
        }
    }

    private async Task Authorize(ResourceKey key, JsonObject connection)
    {
        try
        {
            string? reason = null;
            try
            {
                await requests.Authorize(connection, _stopping.Token).ConfigureAwait(false);
            }
            catch (EndpointException fault)
            {
                reason = fault.Message;
            }

            await store.Run(state => Settle(state, key, connection, reason)).Durable.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            log.LogDebug("Connection {Connection} is authorized at the next start", key.Id);
        }
        catch (Storage.JournalException fault)
        {
            log.LogWarning(fault, "That connection {Connection} was tried could not be stored", key.Id);
        }
    }

    private ResourceStep<bool> Settle(ResourceSet state, ResourceKey key, JsonObject tried, string? reason)
    {
        var edit = new ResourceEdit(state);
        var isCurrent = state.Get(key) is { } current && current.String(Connection.Sealed) == tried.String(Connection.Sealed)
            && current.String("ConnectionState") == Connection.Authorizing;
        if (isCurrent)
        {
            var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            edit.Put(key.Scope, key.Type, key.Id, tried
                .With("ConnectionState", reason is null ? Connection.Authorized : Connection.Deauthorized)
                .With("StateReason", reason is null ? null : (JsonValue)reason[..Math.Min(reason.Length, LongestReason)])
                .With("LastAuthorizedTime", reason is null ? now : tried["LastAuthorizedTime"]));
        }

        return new(edit, isCurrent);
    }
}
