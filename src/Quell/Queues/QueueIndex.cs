namespace Quell.Queues;

/// <summary>
/// Which messages of one queue there are and when each may be received; their contents stay in the journal. Derived from the
/// journal at start. Safe for any number of threads; times are milliseconds since 1970.
/// </summary>
internal sealed class QueueIndex(string incarnation)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, IndexEntry> _entries = [];
    private readonly SortedSet<IndexEntry> _byVisible = new(Comparer<IndexEntry>.Create((x, y) =>
        x.Visible != y.Visible ? x.Visible.CompareTo(y.Visible) : x.Sequence.CompareTo(y.Sequence)));

    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Incarnation { get; } = incarnation;

    /// <summary>Ends when something may have become receivable before its time, or the queue is gone. Take it before looking.</summary>
    public Task Arrival
    {
        get
        {
            lock (_gate)
            {
                return _arrival.Task;
            }
        }
    }

    /// <summary>How many messages there are, in whatever state.</summary>
    public int Size
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>When the first message becomes receivable; null where there is none.</summary>
    public long? NextVisible
    {
        get
        {
            lock (_gate)
            {
                return _byVisible.Min?.Visible;
            }
        }
    }

    /// <summary>Adds messages; one that is already there stays as it is.</summary>
    public void Add(IEnumerable<IndexEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                if (_entries.TryAdd(entry.Sequence, entry))
                {
                    _byVisible.Add(entry);
                }
            }
        }

        Pulse();
    }

    /// <summary>Replaces everything, after a failed commit has thrown the journal back.</summary>
    public void Reload(IEnumerable<IndexEntry> entries)
    {
        lock (_gate)
        {
            _entries.Clear();
            _byVisible.Clear();
        }

        Add(entries);
    }

    /// <summary>Receives up to <paramref name="max"/> messages in the order of their visibility and hides them until <paramref name="until"/>.</summary>
    /// <param name="maxReceives">A message received that often is taken out as a dead letter instead; null without redrive policy.</param>
    public Taken Take(long now, int max, long until, long? maxReceives)
    {
        List<IndexEntry> received = [], dead = [];
        lock (_gate)
        {
            while (received.Count < max && _byVisible.Min is { } entry && entry.Visible <= now)
            {
                _byVisible.Remove(entry);
                if (entry.Received >= maxReceives)
                {
                    _entries.Remove(entry.Sequence);
                    dead.Add(entry);
                }
                else
                {
                    received.Add(Replace(entry with { Visible = until, Received = entry.Received + 1, FirstReceived = entry.FirstReceived ?? now }));
                }
            }

            // A timeout of zero leaves what was received receivable: it waits here until the batch is full, so that none is in it twice.
            received.ForEach(entry => _byVisible.Add(entry));
        }

        return new(received, dead);
    }

    /// <summary>Takes out the messages sent up to <paramref name="sent"/>, whose retention period is over.</summary>
    public List<IndexEntry> Expire(long sent)
    {
        lock (_gate)
        {
            // Sequence numbers follow the time of sending closely enough; a dead letter keeps its own.
            var expired = _entries.Values.TakeWhile(entry => entry.Sent <= sent).ToList();
            expired.ForEach(entry => Forget(entry));
            return expired;
        }
    }

    /// <summary>Takes a message out by its latest receipt.</summary>
    /// <returns>False where it is gone already, or was received again since.</returns>
    public bool Remove(long sequence, long received)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(sequence, out var entry) && entry.Received == received && Forget(entry);
        }
    }

    public IndexEntry? Find(long sequence)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(sequence);
        }
    }

    /// <summary>Sets when a received message becomes receivable again.</summary>
    /// <returns>False where it was received again meanwhile.</returns>
    public bool Hide(IndexEntry entry, long until) => Change(entry, entry with { Visible = until });

    /// <summary>Gives back what was taken and is not to count as received.</summary>
    /// <returns>False where it was received again meanwhile.</returns>
    public bool GiveBack(IndexEntry entry, long now) => Change(
        entry, entry with { Visible = now, Received = entry.Received - 1, FirstReceived = entry.Received == 1 ? null : entry.FirstReceived });

    /// <summary>Takes everything out.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _byVisible.Clear();
        }

        Pulse();
    }

    public QueueCounts Count(long now)
    {
        lock (_gate)
        {
            var visible = _entries.Values.Count(entry => entry.Visible <= now);
            var inFlight = _entries.Values.Count(entry => entry.Visible > now && entry.Received > 0);
            return new(visible, inFlight, _entries.Count - visible - inFlight);
        }
    }

    private bool Change(IndexEntry entry, IndexEntry changed)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(entry.Sequence) != entry)
            {
                return false;
            }

            _byVisible.Remove(entry);
            _byVisible.Add(Replace(changed));
        }

        Pulse();
        return true;
    }

    private IndexEntry Replace(IndexEntry entry)
    {
        _entries[entry.Sequence] = entry;
        return entry;
    }

    private bool Forget(IndexEntry entry) => _entries.Remove(entry.Sequence) & _byVisible.Remove(entry);

    private void Pulse()
    {
        TaskCompletionSource arrived;
        lock (_gate)
        {
            arrived = _arrival;
            _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        arrived.SetResult();
    }
}

/// <summary>One message's state in its queue.</summary>
/// <param name="Visible">When it may be received.</param>
/// <param name="Received">How often it has been received; its latest receipt is named by this.</param>
internal sealed record IndexEntry(long Sequence, long Sent, long Visible, long Received, long? FirstReceived);

/// <summary>What a receive took.</summary>
/// <param name="Received">Hidden, with their new state.</param>
/// <param name="Dead">Taken out: received too often.</param>
internal sealed record Taken(List<IndexEntry> Received, List<IndexEntry> Dead);
