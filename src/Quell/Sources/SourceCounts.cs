namespace Quell.Sources;

/// <summary>What a source has done since the process started. Safe for any number of threads.</summary>
internal sealed class SourceCounts
{
    private readonly Lock _gate = new();
    private long _taken;
    private long _repeated;
    private long _ignored;
    private long _refused;
    private DateTimeOffset? _last;
    private string? _refusal;
    private volatile string? _trouble;

    /// <summary>Why nothing comes through at the moment; null where nothing stands in the way.</summary>
    public string? Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <param name="ignored">Parts of the request that are no events for the source.</param>
    public void Add(IReadOnlyList<IncomingResult> results, int ignored, DateTimeOffset now)
    {
        lock (_gate)
        {
            var repeated = results.Count(result => result.IsRepeated);
            _taken += results.Count - repeated;
            _repeated += repeated;
            _ignored += ignored;
            _last = results.Count > 0 ? now : _last;
        }
    }

    public void AddRefusal(string reason)
    {
        lock (_gate)
        {
            _refused++;
            _refusal = reason;
        }
    }

    public SourceTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return new(_taken, _repeated, _ignored, _refused, _last, _refusal);
            }
        }
    }
}

/// <param name="Taken">Events that were put on the bus.</param>
/// <param name="Repeated">Events that were there already.</param>
/// <param name="Ignored">Parts of requests that are no events for the source.</param>
/// <param name="Refused">Requests, or messages of a queue, that were not taken.</param>
/// <param name="Last">When an event came in last.</param>
/// <param name="Refusal">Why the last one was not taken.</param>
internal readonly record struct SourceTotals(long Taken, long Repeated, long Ignored, long Refused, DateTimeOffset? Last, string? Refusal);
