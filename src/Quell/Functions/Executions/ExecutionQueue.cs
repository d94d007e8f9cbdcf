using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Quell.Aws.Calls;
using Quell.Deliveries;
using Quell.Functions.Runtimes;
using Quell.Storage;

namespace Quell.Functions.Executions;

/// <summary>
/// Runs asynchronous invocations: at once from memory after their commit, from the journal after a restart, for a retry, or
/// where more wait than memory may hold. A start is recorded after it has happened, so that it happens again only where the
/// process died between the two; a start without an end counts as a failed attempt. Safe for concurrent use.
/// </summary>
internal sealed class ExecutionQueue : IAsyncDisposable
{
    /// <summary>Executions of one function held in memory; the rest waits in the journal.</summary>
    private const int HeldPerFunction = 500;

    private const int LongestResult = 256 * 1024;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly FunctionHost _host;
    private readonly FunctionRunner _runner;
    private readonly Journal _journal;
    private readonly DeliveryDispatcher _dispatcher;
    private readonly ConcurrentDictionary<string, ExecutionLane> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _attempts = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private readonly Lock _loading = new();
    private DateTimeOffset _alarm = DateTimeOffset.MaxValue;
    private volatile bool _isRunning;

    public ExecutionQueue(FunctionHost host, FunctionRunner runner, Journal journal, DeliveryDispatcher dispatcher)
    {
        (_host, _runner, _journal, _dispatcher) = (host, runner, journal, dispatcher);
        _timer = host.Time.CreateTimer(_ => Load(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Goes on with what the journal holds: attempts that were cut off have failed, and what is due is run.</summary>
    public async Task Start()
    {
        _isRunning = true;
        foreach (var execution in _journal.Read(ExecutionTable.Interrupted))
        {
            var fault = new FunctionFault("Quell.Interrupted", $"RequestId: {execution.Id} Error: Quell ended while the attempt was under way");
            await End(execution, new(fault.Document, fault, "", TimeSpan.Zero), null, isInterrupted: true).ConfigureAwait(false);
        }

        Load();
    }

    /// <summary>Stores an execution and starts it; the task completes once it is durable.</summary>
    public async Task Submit(Execution execution)
    {
        await _journal.Write(connection => ExecutionTable.Insert(connection, execution)).ConfigureAwait(false);
        Offer(execution);
    }

    /// <summary>Starts an execution that has been committed, if nobody else has.</summary>
    public void Offer(Execution execution)
    {
        if (!_isRunning)
        {
            return;
        }

        var lane = LaneOf(execution.Target);
        if (lane.TryHold(execution.Id))
        {
            var attempt = Task.Run(() => Attempt(lane, execution.Id));
            _attempts[execution.Id] = attempt;
            if (attempt.IsCompleted)
            {
                // It was over before it was noted.
                _attempts.TryRemove(KeyValuePair.Create(execution.Id, attempt));
            }
        }
    }

    /// <summary>Lets no attempt begin any more and gives those under way some time.</summary>
    public async Task Stop(TimeSpan limit)
    {
        _isRunning = false;
        await _timer.DisposeAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_attempts.Values).WaitAsync(limit, _host.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _host.Log.LogWarning("Functions are still running after {Limit}; they are cut off and retried at the next start", limit);
        }
    }

    /// <summary>Waits for the last attempt. Comes after the runner's end, which cuts them off.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }
    }

    private ExecutionLane LaneOf(string target) =>
        _lanes.GetOrAdd(target, static (_, host) => new(Math.Max(1, host.Concurrency / 2), HeldPerFunction), _host);

    private async Task Attempt(ExecutionLane lane, string id)
    {
        try
        {
            await lane.Turn.WaitAsync().ConfigureAwait(false);
            try
            {
                // It may have been run since it was read or committed; while it is held nobody else changes it.
                var current = _journal.Read(connection => ExecutionTable.Find(connection, id));
                if (_isRunning && current is { State: ExecutionState.Waiting } && current.Next <= _host.Time.GetUtcNow())
                {
                    await Attempt(current).ConfigureAwait(false);
                }
            }
            finally
            {
                lane.Turn.Release();
            }
        }
        catch (Exception fault)
        {
            // The row stays as it was: it is tried again at the next look into the journal, or at the next start.
            _host.Log.LogError(fault, "The execution {Execution} could not be carried on", id);
        }
        finally
        {
            _attempts.TryRemove(id, out _);
            if (lane.LetGo(id))
            {
                Load();
            }
        }
    }

    private async Task Attempt(Execution execution)
    {
        var now = _host.Time.GetUtcNow();
        if (FunctionName.FromArn(execution.Target) is not { } name || Function.Find(_host.Resources.Current, name) is not { } function)
        {
            var missing = new FunctionFault("ResourceNotFoundException", $"Function not found: {execution.Target}");
            await End(execution, new(missing.Document, missing, "", TimeSpan.Zero), null, isFinal: true).ConfigureAwait(false);
        }
        else if (!_runner.TryReserve(function))
        {
            await Save(execution with { Next = now + AsyncPolicy.ThrottleDelay(now - execution.Created) }, []).ConfigureAwait(false);
        }
        else
        {
            try
            {
                await Run(execution, function).ConfigureAwait(false);
            }
            finally
            {
                _runner.Release(function);
            }
        }
    }

    private async Task Run(Execution execution, Function function)
    {
        var running = execution with { State = ExecutionState.Started, Attempts = execution.Attempts + 1 };
        var cause = new CallCause(execution.Id, execution.EventId, execution.Rule);
        var invocation = new Invocation(execution.Id, execution.Target, execution.Input, cause, running.Attempts);
        var recorded = Task.CompletedTask;
        var outcome = await _runner.Run(function, invocation, () =>
        {
            running = running with { Started = _host.Time.GetUtcNow() };
            var record = running;
            recorded = Store(connection => ExecutionTable.Update(connection, record));
        }).ConfigureAwait(false);
        await recorded.ConfigureAwait(false);
        if (_isRunning || outcome.Fault is null)
        {
            await End(running, outcome, function.Version).ConfigureAwait(false);
        }
    }

    private Task End(Execution execution, InvocationOutcome outcome, string? version, bool isFinal = false, bool isInterrupted = false)
    {
        var now = _host.Time.GetUtcNow();
        var policy = FunctionName.FromArn(execution.Target) is { } name ? AsyncPolicy.Of(_host.Resources.Current, name) : AsyncPolicy.Default;
        var ended = execution with
        {
            Ended = now,
            Result = outcome.Payload.Length <= LongestResult ? outcome.Payload : null,
            ErrorCode = outcome.Fault?.Type,
            ErrorMessage = outcome.Fault?.Message,
        };
        if (outcome.Fault is null)
        {
            ended = ended with { State = ExecutionState.Succeeded };
            return Save(ended, ExecutionEnd.Deliveries(ended, policy, "Success", version));
        }

        // An end of Quell is no fault of the function's: like a system error on AWS it does not use up the function's retries.
        var next = isInterrupted ? now : now + AsyncPolicy.Delay(execution.Attempts);
        var isTooOld = next - execution.Created > policy.MaximumAge;
        if (!isFinal && !isTooOld && (isInterrupted || execution.Attempts <= policy.MaximumRetries))
        {
            return Save(ended with { State = ExecutionState.Waiting, Next = next, Ended = null }, []);
        }

        ended = ended with { State = outcome.Fault.IsTimeout ? ExecutionState.TimedOut : ExecutionState.Failed };
        var condition = isTooOld && execution.Attempts <= policy.MaximumRetries ? "EventAgeExceeded" : "RetriesExhausted";
        return Save(ended, ExecutionEnd.Deliveries(ended, policy, condition, version));
    }

    private async Task Save(Execution execution, IReadOnlyList<NewDelivery> deliveries)
    {
        var handOver = _dispatcher.Prepare(deliveries);
        await Store(connection =>
        {
            ExecutionTable.Update(connection, execution);
            handOver.Write?.Invoke(connection);
        }).ConfigureAwait(false);
        handOver.Committed?.Invoke();
        if (execution.State == ExecutionState.Waiting)
        {
            Sleep(execution.Next);
        }
    }

    /// <summary>Stores what has happened: while the disk is full it is tried again, for it cannot be undone.</summary>
    private async Task Store(JournalWrite write)
    {
        while (true)
        {
            try
            {
                await _journal.Write(write).ConfigureAwait(false);
                return;
            }
            catch (JournalException fault) when (fault.IsTransient && _isRunning)
            {
                _host.Log.LogWarning("What became of an execution cannot be stored and is tried again: {Reason}", fault.Message);
            }

            await Task.Delay(AfterFault, _host.Time).ConfigureAwait(false);
        }
    }

    /// <summary>Looks into the journal for what is due, and sleeps until the next is.</summary>
    private void Load()
    {
        if (!_isRunning)
        {
            return;
        }

        lock (_loading)
        {
            _alarm = DateTimeOffset.MaxValue;
            var now = _host.Time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var target in _journal.Read(connection => ExecutionTable.DueTargets(connection, now)))
            {
                // What is held already is among what comes back, and stays as it is.
                var due = _journal.Read(connection => ExecutionTable.Due(connection, target, now, HeldPerFunction));
                if (due.Count == HeldPerFunction)
                {
                    LaneOf(target).ExpectMore();
                }

                due.ForEach(Offer);
            }

            if (_journal.Read(connection => ExecutionTable.NextAfter(connection, now)) is { } next)
            {
                Sleep(DateTimeOffset.FromUnixTimeMilliseconds(next));
            }
        }
    }

    private void Sleep(DateTimeOffset until)
    {
        lock (_loading)
        {
            if (!_isRunning || until >= _alarm)
            {
                return;
            }

            _alarm = until;
            var sleep = until - _host.Time.GetUtcNow();
            _timer.Change(sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep, Timeout.InfiniteTimeSpan);
        }
    }
}
