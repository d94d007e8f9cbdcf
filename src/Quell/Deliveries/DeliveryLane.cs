using Microsoft.Extensions.Logging;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>
/// The deliveries to one target: a bounded queue in memory, and behind it the journal. Knows which deliveries it has in hand,
/// so that looking into the journal never takes one twice.
/// </summary>
internal sealed class DeliveryLane : IThreadPoolWorkItem
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly string _target;
    private readonly DeliveryDispatcher _dispatcher;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // All of these under the gate.
    private readonly Queue<Delivery> _waiting = [];
    private readonly HashSet<long> _inHand = [];
    private readonly HashSet<long> _letGo = [];
    private int _sending;
    private long _bytes;
    private bool _hasMore;
    private bool _wantsRoom;
    private bool _isLooking;
    private bool _isScheduled;
    private bool _isStopped;
    private DateTimeOffset? _due;

    public DeliveryLane(string target, DeliveryDispatcher dispatcher)
    {
        (_target, _dispatcher) = (target, dispatcher);
        _timer = dispatcher.Time.CreateTimer(static lane => ((DeliveryLane)lane!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private DeliveryLimits Limits => _dispatcher.Limits;

    /// <summary>Takes a committed delivery, or leaves it to the journal where memory is full.</summary>
    public void Offer(Delivery delivery)
    {
        lock (_gate)
        {
            // A look into the journal may have been quicker than whoever committed it.
            if (_inHand.Contains(delivery.Id))
            {
                return;
            }

            // While others wait in the journal this one goes behind them.
            if (_hasMore || _isLooking || _waiting.Count >= Limits.Waiting || !TryEnqueue(delivery))
            {
                _hasMore = true;
            }

            Schedule();
        }
    }

    /// <summary>Looks into the journal for what is due.</summary>
    public void Look()
    {
        lock (_gate)
        {
            _hasMore = true;
            Schedule();
        }
    }

    /// <summary>Takes nothing more. What waits in memory stays pending in the journal.</summary>
    /// <returns>Ends with the last delivery under way.</returns>
    public Task Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _timer.Dispose();
            while (_waiting.TryDequeue(out var delivery))
            {
                Release(delivery);
            }

            EndIfIdle();
            return _ended.Task;
        }
    }

    /// <summary>Runs on the thread pool, one at a time a lane.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            Delivery? next = null;
            lock (_gate)
            {
                if (!CanSend(out next) && !CanLook())
                {
                    _isScheduled = false;
                    EndIfIdle();
                    return;
                }
            }

            if (next is null)
            {
                LookIntoJournal();
            }
            else
            {
                _ = Deliver(next);
            }
        }
    }

    private bool CanSend(out Delivery? next)
    {
        next = null;
        var isRecording = _inHand.Count - _waiting.Count - _sending;
        if (_isStopped || _sending >= Limits.Sending || isRecording >= Limits.Recording || !_waiting.TryDequeue(out next))
        {
            return false;
        }

        _sending++;
        return true;
    }

    private bool CanLook()
    {
        if (_isStopped || !_hasMore || _waiting.Count > 0 || _inHand.Count >= Limits.Recording)
        {
            return false;
        }

        (_hasMore, _isLooking) = (false, true);
        _letGo.Clear();
        return true;
    }

    private async Task Deliver(Delivery delivery)
    {
        var outcome = await _dispatcher.Attempt.Make(delivery, _dispatcher.Stopping).ConfigureAwait(false);
        lock (_gate)
        {
            // The next one need not wait until this one's end is on disk.
            _sending--;
            Schedule();
        }

        if (outcome is not null)
        {
            await Record(delivery, outcome).ConfigureAwait(false);
        }

        lock (_gate)
        {
            Release(delivery);
            if (outcome?.State == DeliveryState.Pending)
            {
                WakeAt(outcome.Next);
            }

            Schedule();
        }
    }

    private async Task Record(Delivery delivery, DeliveryOutcome outcome)
    {
        try
        {
            var isRecorded = await Write(delivery, outcome).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.DeliveryAfterRecord);
            if (isRecorded)
            {
                outcome.HandOver.Committed?.Invoke();
            }
        }
        catch (JournalException fault) when (fault.IsTransient)
        {
            // Nothing of it is kept: it is pending still.
            _dispatcher.Log.LogWarning(fault, "The end of delivery {Delivery} could not be stored; it is made again", delivery.Id);
            lock (_gate)
            {
                WakeAt(_dispatcher.Time.GetUtcNow() + AfterFault);
            }
        }
        catch (Exception fault)
        {
            _dispatcher.Log.LogError(fault, "Delivery {Delivery} to {Target} could not be handed over", delivery.Id, _target);
            await RecordFailure(delivery, outcome, fault).ConfigureAwait(false);
        }
    }

    // The target's own write is at fault: an attempt that failed like any other.
    private async Task RecordFailure(Delivery delivery, DeliveryOutcome outcome, Exception fault)
    {
        var failure = new DeliveryException("INTERNAL_ERROR", fault.Message, isTransient: true, fault);
        var again = await _dispatcher.Attempt.Fail(delivery, failure, outcome.Warning, _dispatcher.Stopping).ConfigureAwait(false);
        var next = again?.Next ?? _dispatcher.Time.GetUtcNow() + AfterFault;
        try
        {
            if (again is not null)
            {
                await Write(delivery, again).ConfigureAwait(false);
            }
        }
        catch (JournalException second)
        {
            _dispatcher.Log.LogWarning(second, "The failure of delivery {Delivery} could not be stored", delivery.Id);
        }

        lock (_gate)
        {
            WakeAt(next);
        }
    }

    /// <returns>False where the delivery had ended before: then nothing is handed over a second time.</returns>
    private async Task<bool> Write(Delivery delivery, DeliveryOutcome outcome)
    {
        var now = _dispatcher.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var isRecorded = false;
        await _dispatcher.Journal.Write(connection =>
        {
            isRecorded = DeliveryTable.Record(connection, delivery.Id, outcome, now);
            if (isRecorded)
            {
                outcome.HandOver.Write?.Invoke(connection);
            }
        }).ConfigureAwait(false);
        return isRecorded;
    }

    private void LookIntoJournal()
    {
        var now = _dispatcher.Time.GetUtcNow().ToUnixTimeMilliseconds();
        List<Delivery> found = [];
        var hasMore = false;
        long? nextDue;
        int limit;
        long bytes;
        lock (_gate)
        {
            // As much more as is in hand, for that is pending in the journal still.
            (limit, bytes) = (Limits.Page + _inHand.Count, Limits.PageBytes + _bytes);
        }

        try
        {
            ((found, hasMore), nextDue) = _dispatcher.Journal.Read(connection =>
                (DeliveryTable.Due(connection, _target, now, limit, bytes), DeliveryTable.NextDue(connection, _target, now)));
        }
        catch (Microsoft.Data.Sqlite.SqliteException fault)
        {
            _dispatcher.Log.LogWarning(fault, "Deliveries to {Target} cannot be read; they are looked for again", _target);
            nextDue = now + (long)AfterFault.TotalMilliseconds;
        }

        lock (_gate)
        {
            _isLooking = false;
            _hasMore |= hasMore;
            foreach (var delivery in found)
            {
                Take(delivery);
            }

            // Without room another look would find the same.
            _hasMore &= !_wantsRoom;
            _letGo.Clear();
            if (nextDue is { } due)
            {
                WakeAt(DateTimeOffset.FromUnixTimeMilliseconds(due));
            }
        }
    }

    private void Take(Delivery delivery)
    {
        if (_isStopped || _letGo.Contains(delivery.Id) || _inHand.Contains(delivery.Id))
        {
            return;
        }

        if (!TryEnqueue(delivery))
        {
            // Others may give room, and this lane's own deliveries do when they end.
            _wantsRoom = true;
            WakeAt(_dispatcher.Time.GetUtcNow() + AfterFault);
        }
    }

    // What others keep in memory must not hold up this lane: some room is its own.
    private bool TryEnqueue(Delivery delivery)
    {
        if (!_dispatcher.TryTakeRoom(delivery.Payload.Length, isAssured: _bytes < Limits.LaneBytes))
        {
            return false;
        }

        _bytes += delivery.Payload.Length;
        _inHand.Add(delivery.Id);
        _waiting.Enqueue(delivery);
        return true;
    }

    private void Release(Delivery delivery)
    {
        _inHand.Remove(delivery.Id);
        _bytes -= delivery.Payload.Length;
        _dispatcher.GiveRoom(delivery.Payload.Length);
        _hasMore |= _wantsRoom;
        _wantsRoom = false;
        if (_isLooking)
        {
            // What is being read from the journal just now may still show it as pending.
            _letGo.Add(delivery.Id);
        }
    }

    private void WakeAt(DateTimeOffset due)
    {
        if (_isStopped || _due <= due)
        {
            return;
        }

        _due = due;
        var wait = due - _dispatcher.Time.GetUtcNow();
        _timer.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void OnDue()
    {
        lock (_gate)
        {
            _due = null;
            _hasMore = true;
            Schedule();
        }
    }

    private void Schedule()
    {
        if (!_isScheduled)
        {
            _isScheduled = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void EndIfIdle()
    {
        if (_isStopped && _inHand.Count == 0 && !_isScheduled)
        {
            _ended.TrySetResult();
        }
    }
}
