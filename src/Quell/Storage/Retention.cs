using Microsoft.Extensions.Logging;
using Quell.Archives;
using Quell.Executions;

namespace Quell.Storage;

/// <summary>
/// Removes what is older than the limits say, in small writes, so that nobody waits long behind one. Rows are looked at from
/// the oldest on: their keys grow with time, so the first that stays ends the search. The file does not shrink; its free
/// pages are used again.
/// </summary>
internal sealed class Retention : IAsyncDisposable
{
    private const int Step = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Journal _journal;
    private readonly RetentionLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _isRunning;

    public Retention(Journal journal, RetentionLimits limits, TimeProvider time, ILogger log)
    {
        (_journal, _limits, _time, _log) = (journal, limits, time, log);
        _timer = time.CreateTimer(_ => _ = Tick(), null, Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Removes all that is over the limits now.</summary>
    /// <exception cref="JournalException">The journal could not write; what was removed until then is gone.</exception>
    public async Task Prune()
    {
        var kept = _time.GetUtcNow() - _limits.Age;
        await Remove("events", "seq", "time", EventsKeptFor, kept).ConfigureAwait(false);
        await Remove("deliveries", "id", "created", "state <> 0", kept).ConfigureAwait(false);
        await Remove("executions", "id", "created", "state >= 2", kept).ConfigureAwait(false);
        await ForgetRuns().ConfigureAwait(false);
        await _journal.Write(connection => ExecutionNames.Forget(connection, _time.GetUtcNow())).ConfigureAwait(false);
        await Remove("changes", "seq", "time", "state <> 0", kept).ConfigureAwait(false);
        await Remove("trail", "seq", "time", "1", _time.GetUtcNow() - _limits.TrailAge).ConfigureAwait(false);
        await Shrink().ConfigureAwait(false);
        await Forget().ConfigureAwait(false);
        var forgotten = Step;
        while (forgotten == Step)
        {
            await _journal.Write(connection => forgotten = ReplayedEvents.Forget(connection, Step)).ConfigureAwait(false);
        }
    }

    /// <summary>What happened in executions goes with their rows.</summary>
    private async Task ForgetRuns()
    {
        var removed = Step;
        while (removed == Step)
        {
            await _journal.Write(connection =>
            {
                const string Gone = "SELECT seq FROM runs WHERE execution NOT IN (SELECT id FROM executions) ORDER BY seq LIMIT 500";
                connection.Execute($"DELETE FROM run_records WHERE run IN ({Gone})");
                connection.Execute($"DELETE FROM run_answers WHERE run IN ({Gone})");
                connection.Execute($"DELETE FROM run_redrives WHERE run IN ({Gone})");
                connection.Execute($"DELETE FROM map_runs WHERE run IN ({Gone})");
                connection.Execute($"DELETE FROM approvals WHERE run IN ({Gone})");
                removed = connection.Execute($"DELETE FROM runs WHERE seq IN ({Gone})");
                connection.Execute("DELETE FROM definitions WHERE hash NOT IN (SELECT definition FROM runs)");
            }).ConfigureAwait(false);
        }
    }

    /// <summary>The names of received events go with the events.</summary>
    private async Task Forget()
    {
        var removed = Step;
        while (removed == Step)
        {
            await _journal.Write(connection => removed = connection.Execute(
                $"DELETE FROM received WHERE (id, account, region, bus) IN (SELECT id, account, region, bus FROM received WHERE seq < (SELECT min(seq) FROM events) ORDER BY seq LIMIT {Step})")).ConfigureAwait(false);
        }
    }

    /// <summary>An event that a delivery still carries is kept.</summary>
    private const string EventsKeptFor =
        "seq + count <= coalesce((SELECT min(event_seq) FROM deliveries WHERE state = 0 AND event_seq IS NOT NULL), 9223372036854775807)";

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
        catch (JournalException fault)
        {
            _log.LogWarning(fault, "What is over the limits of age and size could not be removed; it is tried again in an hour");
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    /// <param name="ended">What a row must be to go.</param>
    private async Task Remove(string table, string key, string time, string ended, DateTimeOffset before)
    {
        var removed = Step;
        while (removed == Step)
        {
            var leaving = $"SELECT {key} FROM (SELECT {key}, {time} AS at, ({ended}) AS ended FROM {table} ORDER BY {Order(table, key)} LIMIT {Step}) WHERE at < ?1 AND ended";
            await _journal.Write(connection =>
            {
                if (table == "events")
                {
                    ArchiveTable.Keep(connection, leaving, before.ToUnixTimeMilliseconds());
                }

                if (table == "executions")
                {
                    ExecutionNames.Keep(connection, leaving, before.ToUnixTimeMilliseconds());
                }

                removed = connection.Execute($"DELETE FROM {table} WHERE {key} IN ({leaving})", before.ToUnixTimeMilliseconds());
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Executions have ids of no order; they are found by their time.</summary>
    private static string Order(string table, string key) => table == "executions" ? "created" : key;

    private async Task Shrink()
    {
        while (Size() > _limits.Bytes)
        {
            var removed = 0;
            var leaving = $"SELECT seq FROM events WHERE {EventsKeptFor} ORDER BY seq LIMIT {Step}";
            await _journal.Write(connection =>
            {
                ArchiveTable.Keep(connection, leaving);
                removed = connection.Execute($"DELETE FROM events WHERE seq IN ({leaving})");
            }).ConfigureAwait(false);
            if (removed == 0)
            {
                _log.LogWarning("The journal holds more than {Limit} bytes, and no event may go: raise --keep-gigabytes, look at what is stuck with 'quell deliveries', or at what archives keep with 'quell archives'", _limits.Bytes);
                return;
            }
        }
    }

    private long Size() => _journal.Read(connection =>
        ((connection.Number("PRAGMA page_count") ?? 0) - (connection.Number("PRAGMA freelist_count") ?? 0)) * (connection.Number("PRAGMA page_size") ?? 0));
}
