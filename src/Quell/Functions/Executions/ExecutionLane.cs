namespace Quell.Functions.Executions;

/// <summary>The executions of one function that are held in memory. Safe for concurrent use.</summary>
/// <param name="turns">How many of them may run at once: less than all, so that one function cannot take every place.</param>
/// <param name="capacity">How many are held; the rest waits in the journal.</param>
internal sealed class ExecutionLane(int turns, int capacity) : IDisposable
{
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _isMore;

    public SemaphoreSlim Turn { get; } = new(turns);

    /// <summary>Takes an execution into memory; false where it is there, or where there is no room.</summary>
    public bool TryHold(string id)
    {
        lock (_gate)
        {
            if (_held.Count < capacity)
            {
                return _held.Add(id);
            }

            _isMore |= !_held.Contains(id);
            return false;
        }
    }

    /// <summary>The journal may have more than is about to be offered. Told before that is, so that the last to go looks again.</summary>
    public void ExpectMore()
    {
        lock (_gate)
        {
            _isMore = true;
        }
    }

    /// <returns>Whether it is time to look for more in the journal.</returns>
    public bool LetGo(string id)
    {
        lock (_gate)
        {
            _held.Remove(id);
            var isTime = _isMore && _held.Count <= capacity / 2;
            _isMore &= !isTime;
            return isTime;
        }
    }

    public void Dispose() => Turn.Dispose();
}
