using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Accounts;

/// <summary>
/// Does what the resources of one type stand for (replays, moves of messages, connections to be authorized), each by itself and step by step until it is
/// over: those that were under way when the process ended, and new ones as they come. A step that fails for want of the
/// journal is made again after a second.
/// </summary>
/// <param name="begin">What makes the steps of one: each says whether there may be more to do.</param>
internal sealed class ResourceTasks(
    ResourceStore store, string type, Func<ResourceKey, Func<CancellationToken, Task<bool>>> begin, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ResourceKey, Task> _running = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Whether one is over, by its resource.</summary>
    public required Func<JsonObject, bool> IsOver { get; init; }

    /// <summary>Ends one that cannot go on, with the reason.</summary>
    public required Func<ResourceKey, string, Task> Fail { get; init; }

    public void Start()
    {
        store.Changed += Notice;
        foreach (var (key, value) in store.Current.ListAll(type))
        {
            Begin(key, value);
        }
    }

    /// <summary>Lets each end its step; what is left of it goes on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        store.Changed -= Notice;
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task running;
        lock (_gate)
        {
            running = Task.WhenAll(_running.Values);
        }

        await running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Notice(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == type && value is not null)
            {
                Begin(key, value);
            }
        }
    }

    private void Begin(ResourceKey key, JsonObject value)
    {
        lock (_gate)
        {
            if (!_stopping.IsCancellationRequested && !_running.ContainsKey(key) && !IsOver(value))
            {
                _running.Add(key, Task.Run(() => Run(key)));
            }
        }
    }

    private async Task Run(ResourceKey key)
    {
        var step = begin(key);
        for (var goesOn = true; goesOn && !_stopping.IsCancellationRequested;)
        {
            try
            {
                goesOn = await step(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                goesOn = false;
            }
            catch (Exception fault) when (fault is JournalException or SqliteException)
            {
                log.LogWarning(fault, "{Type} {Id} could not be stored; it goes on in a second", type, key.Id);
                await Task.Delay(AfterFault, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fault)
            {
                log.LogError(fault, "{Type} {Id} has failed", type, key.Id);
                goesOn = !await TryFail(key, fault.Message).ConfigureAwait(false);
            }
        }

        lock (_gate)
        {
            _running.Remove(key);
        }

        // What has changed while the last step ended was taken for one that runs.
        if (store.Current.Get(key) is { } since)
        {
            Begin(key, since);
        }
    }

    private async Task<bool> TryFail(ResourceKey key, string reason)
    {
        try
        {
            await Fail(key, reason).ConfigureAwait(false);
            return true;
        }
        catch (JournalException fault)
        {
            log.LogWarning(fault, "The failure of {Type} {Id} could not be stored", type, key.Id);
            return false;
        }
    }
}
