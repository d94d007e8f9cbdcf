using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Queues;

namespace Quell.Functions.Executions;

/// <summary>Runs one <see cref="QueuePoller"/> for each enabled event source mapping, and follows their changes.</summary>
internal sealed class QueuePollers(FunctionHost host, AwaitedExecutions executions, LiveQueues queues) : IAsyncDisposable
{
    private readonly Dictionary<ResourceKey, QueuePoller> _pollers = [];
    private readonly List<QueuePoller> _ended = [];
    private readonly Lock _gate = new();
    private bool _stopped;

    public void Start()
    {
        host.Resources.Changed += Follow;
        foreach (var (key, mapping) in host.Resources.Current.ListAll(Function.MappingType))
        {
            Set(key, mapping);
        }
    }

    /// <summary>Receives nothing more.</summary>
    public void Stop()
    {
        host.Resources.Changed -= Follow;
        lock (_gate)
        {
            _stopped = true;
            foreach (var poller in _pollers.Values)
            {
                poller.Stop();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        List<QueuePoller> pollers;
        lock (_gate)
        {
            pollers = [.. _pollers.Values, .. _ended];
        }

        foreach (var poller in pollers)
        {
            await poller.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Follow(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes.Where(change => change.Key.Type == Function.MappingType))
        {
            Set(key, value);
        }
    }

    private void Set(ResourceKey key, JsonObject? mapping)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            if (_pollers.Remove(key, out var former))
            {
                former.Stop();
                _ended.RemoveAll(poller => poller.IsEnded);
                _ended.Add(former);
            }

            if (mapping?.String("State") == "Enabled")
            {
                host.Log.LogDebug("Polling {Queue} for {Function}", mapping.String("EventSourceArn"), mapping.String("FunctionArn"));
                _pollers.Add(key, new(mapping, host, executions, queues));
            }
        }
    }
}
