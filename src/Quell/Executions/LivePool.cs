using System.Collections.Concurrent;
using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Executions;

/// <summary>
/// The executions in memory, each once. Those that merely wait are let go when there are many, and read again when they are asked
/// for. Safe for concurrent use.
/// </summary>
internal sealed class LivePool(ExecutionHost host, ExecutionStore store)
{
    /// <summary>Idle executions looked at when one more goes idle.</summary>
    private const int LooksAtOnce = 4;

    private readonly ConcurrentDictionary<long, Lazy<LiveExecution?>> _live = new();
    private readonly ConcurrentQueue<LiveExecution> _idle = new();

    /// <summary>All that are in memory.</summary>
    public IEnumerable<LiveExecution> All => _live.Values.Where(entry => entry.IsValueCreated).Select(entry => entry.Value).OfType<LiveExecution>();

    /// <summary>An execution that has not begun, under a number of its own.</summary>
    public LiveExecution New(ExecutionHeader header, JsonValue input)
    {
        var run = host.Sequences.Next();
        var live = new LiveExecution(run, header, host.Languages[header.Kind].Program(run, header), input) { IsNew = true };
        _live[run] = new(live);
        return live;
    }

    /// <summary>The execution, read from the journal where it is not in memory; null where there is none.</summary>
    /// <exception cref="InvalidDataException">Its records cannot be read.</exception>
    public LiveExecution? Find(long run)
    {
        var entry = _live.GetOrAdd(run, number => new(() => Load(number)));
        LiveExecution? live = null;
        try
        {
            return live = entry.Value;
        }
        finally
        {
            // That it could not be read now says nothing of the next time.
            if (live is null)
            {
                _live.TryRemove(new(run, entry));
            }
        }
    }

    /// <summary>It is over: nobody finds it in memory any more. Called within its gate.</summary>
    public void Remove(LiveExecution live)
    {
        // Another may have taken its place once it was gone.
        if (!live.IsGone)
        {
            live.IsGone = true;
            _live.TryRemove(live.Run, out _);
        }
    }

    /// <summary>Some of the work that this process did for it is over: it goes if it has ended, too.</summary>
    public void Release(LiveExecution live)
    {
        lock (live.Gate)
        {
            if (!live.IsBusy && !live.State.IsRunning && live.Working.Count == 0)
            {
                Remove(live);
            }
        }
    }

    /// <summary>Has an execution stand where its records leave it. Called within its loop.</summary>
    public void Restore(LiveExecution live)
    {
        var (state, known, records) = (Execution.New, live.KnownAtStart(), store.Records(live.Run));
        foreach (var record in records)
        {
            state = TransitionRecord.Read(live.Program, new(record, known), state, null);
        }

        // In one go: others look at the state.
        (live.Known, live.NextRecord, live.State) = (known, records.Count, state);
    }

    /// <summary>
    /// It waits for now; the longest idle ones go that wait for nothing that this process does. Of those that are not journaled
    /// nothing would be left.
    /// </summary>
    public void Rest(LiveExecution live)
    {
        lock (live.Gate)
        {
            if (live.IsIdle || live.IsGone)
            {
                return;
            }

            live.IsIdle = true;
        }

        _idle.Enqueue(live);
        for (var looks = 0; looks < LooksAtOnce && _idle.Count > host.LiveLimit && _idle.TryDequeue(out var idle); looks++)
        {
            lock (idle.Gate)
            {
                idle.IsIdle = false;
                if (idle.IsGone || idle.IsBusy)
                {
                    continue;
                }

                if (idle.Working.Count > 0 || (idle.Header.IsVolatile && idle.State.IsRunning))
                {
                    idle.IsIdle = true;
                    _idle.Enqueue(idle);
                    continue;
                }

                Remove(idle);
            }
        }
    }

    private LiveExecution? Load(long run)
    {
        if (store.Find(run) is not { } stored)
        {
            return null;
        }

        var live = new LiveExecution(run, stored.Header, host.Languages[stored.Header.Kind].Program(run, stored.Header), stored.Input);
        Restore(live);
        return live;
    }
}
