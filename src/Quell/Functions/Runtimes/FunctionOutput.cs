using System.Globalization;
using Quell.Confinement;
using Quell.Logs;

namespace Quell.Functions.Runtimes;

/// <summary>
/// What an environment writes to its standard output and error, line by line into its log stream: at most
/// <see cref="LineLimit"/> lines and <see cref="ByteLimit"/> bytes an invocation, and beyond that the last lines only. Always
/// reads on, so that a flood never blocks the function or fills the memory. Safe for concurrent use.
/// </summary>
internal sealed class FunctionOutput(LogStream log, TimeProvider time)
{
    public const int LineLimit = 10_000;
    public const int ByteLimit = 1024 * 1024;
    private const int LastLines = 50;
    private const int TailLimit = 4096;
    private const string Mark = "\u0001quell-end ";

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly Queue<string> _tail = new();
    private List<LogLine> _pending = [];
    private int _lines;
    private long _bytes;
    private long _dropped;
    private int _tailBytes;
    private string? _awaited;
    private TaskCompletionSource? _marked;

    /// <summary>Reads to the end: until every process that holds the output has ended.</summary>
    public async Task Read(Stream stream)
    {
        await OutputLines.Read(stream, Take).ConfigureAwait(false);
        lock (_gate)
        {
            _marked?.TrySetResult();
        }
    }

    /// <summary>Starts the count for an invocation.</summary>
    public void Begin(string requestId)
    {
        lock (_gate)
        {
            (_lines, _bytes, _dropped, _tailBytes) = (0, 0, 0, 0);
            _last.Clear();
            _tail.Clear();
            _awaited = requestId;
            _marked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Completes when the runtime has marked the end of the invocation's output, or the output has ended.</summary>
    public Task Marked()
    {
        lock (_gate)
        {
            return _marked?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Adds a line of Lambda's own; it counts for no limit.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            Keep(line);
        }
    }

    /// <summary>Hands what has come so far to the log.</summary>
    public void Flush()
    {
        List<LogLine> lines;
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return;
            }

            (lines, _pending) = (_pending, []);
        }

        log.Append(lines);
    }

    /// <summary>Ends an invocation's output: what was dropped is said, and the last lines of it are kept.</summary>
    /// <returns>The last 4 KB.</returns>
    public string End(IEnumerable<string> lines)
    {
        lock (_gate)
        {
            if (_dropped > 0)
            {
                Keep(string.Create(CultureInfo.InvariantCulture, $"[{_dropped} lines dropped: an invocation may write {LineLimit} lines and {ByteLimit} bytes; the last of them follow]"));
                foreach (var last in _last)
                {
                    Keep(last);
                }
            }

            foreach (var line in lines)
            {
                Keep(line);
            }

            return string.Join('\n', _tail) + "\n";
        }
    }

    private void Take(string line)
    {
        lock (_gate)
        {
            var mark = line.IndexOf(Mark, StringComparison.Ordinal);
            if (mark >= 0)
            {
                var isAwaited = line.AsSpan(mark + Mark.Length).SequenceEqual(_awaited);
                Count(line[..mark]);
                if (isAwaited)
                {
                    _marked?.TrySetResult();
                }

                return;
            }

            Count(line);
        }
    }

    private void Count(string line)
    {
        if (line.Length == 0)
        {
            return;
        }

        if (_lines < LineLimit && _bytes < ByteLimit)
        {
            _lines++;
            _bytes += line.Length;
            Keep(line);
            return;
        }

        _dropped++;
        _last.Enqueue(line.Length <= TailLimit ? line : line[..TailLimit]);
        if (_last.Count > LastLines)
        {
            _last.Dequeue();
        }
    }

    private void Keep(string line)
    {
        _pending.Add(new(time.GetUtcNow().ToUnixTimeMilliseconds(), line));
        _tail.Enqueue(line);
        _tailBytes += line.Length + 1;
        while (_tailBytes > TailLimit && _tail.Count > 1)
        {
            _tailBytes -= _tail.Dequeue().Length + 1;
        }
    }
}
