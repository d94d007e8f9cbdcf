using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>
/// Takes events out of archives when their retention is over, and what deleted archives held; in small writes. An event stays
/// as many days after it came, and after the time that it carries. Replays that are over are forgotten after 90 days.
/// </summary>
internal sealed class ArchiveRetention : IAsyncDisposable
{
    private const int Step = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReplaysKept = TimeSpan.FromDays(90);

    private readonly ResourceStore _store;
    private readonly Journal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _isRunning;

    public ArchiveRetention(ResourceStore store, Journal journal, TimeProvider time, ILogger log)
    {
        (_store, _journal, _time, _log) = (store, journal, time, log);
        _timer = time.CreateTimer(_ => _ = Tick(), null, Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Removes all that is over now.</summary>
    /// <exception cref="JournalException">The journal could not write; what was removed until then is gone.</exception>
    public async Task Prune()
    {
        var now = _time.GetUtcNow();
        var held = _journal.Read(ArchiveTable.Totals).Keys.ToHashSet();
        foreach (var (_, archive) in _store.Current.ListAll(ArchiveTypes.Archive))
        {
            var number = archive.Long(ArchiveTypes.Incarnation) ?? 0;
            held.Remove(number);
            if (archive.Long("RetentionDays") is { } days and > 0)
            {
                // Days beyond the calendar are forever.
                var kept = Math.Min(days, (now - DateTimeOffset.UnixEpoch).Days);
                await Remove(number, (now - TimeSpan.FromDays(kept)).ToUnixTimeMilliseconds()).ConfigureAwait(false);
            }
        }

        foreach (var deleted in held)
        {
            await Remove(deleted, long.MaxValue).ConfigureAwait(false);
            await _journal.Write(connection => ArchiveTable.Forget(connection, deleted)).ConfigureAwait(false);
        }

        await ForgetReplays(now - ReplaysKept).ConfigureAwait(false);
    }

    private async Task Tick()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            return;
        }

        try
        {
            await Prune().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is JournalException or Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException)
        {
            _log.LogWarning(fault, "What is over the archives' retention could not be removed; it is tried again in {Interval}", Interval);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task Remove(long archive, long before)
    {
        List<ArchivedEvent> events;
        do
        {
            events = _journal.Read(connection => ArchiveTable.Before(connection, archive, before, Step));
            if (events.Count > 0)
            {
                await _journal.Write(connection => ArchiveTable.Remove(connection, archive, events)).ConfigureAwait(false);
            }
        }
        while (events.Count == Step);
    }

    private Task ForgetReplays(DateTimeOffset before) => _store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        foreach (var (key, replay) in state.ListAll(ArchiveTypes.Replay))
        {
            if (ReplayStates.IsOver(replay.String("State")) && ReplayOperations.Time(replay, "ReplayEndTime") < before)
            {
                edit.Delete(key.Scope, key.Type, key.Id);
            }
        }

        return new ResourceStep<bool>(edit, true);
    }).Durable;
}
