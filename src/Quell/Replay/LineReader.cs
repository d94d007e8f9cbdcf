using System.Buffers;

namespace Quell.Replay;

/// <summary>A line without its end.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Bytes">Good until the next line is read; its beginning where it is too long.</param>
/// <param name="IsTooLong">It is longer than the reader takes.</param>
internal readonly record struct Line(long Number, ReadOnlyMemory<byte> Bytes, bool IsTooLong = false)
{
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r"u8);

    public bool IsBlank => !Bytes.Span.ContainsAnyExcept(Space);
}

/// <summary>Reads a stream line by line as bytes. A byte order mark is passed over.</summary>
/// <param name="longest">The most bytes of a line that are kept; what a longer one has behind them is passed over.</param>
internal sealed class LineReader(Stream stream, int longest = LineReader.DefaultLongest)
{
    /// <summary>Longer than any line that makes sense, and short enough for one buffer.</summary>
    public const int DefaultLongest = 1 << 29;

    /// <summary>Room for a byte order mark and a carriage return, which do not count, and a byte more.</summary>
    private const int Slack = 8;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _number;
    private bool _isAtEnd;

    /// <summary>Whether the next line is at hand without waiting for more.</summary>
    public bool HasLine => _buffer.AsSpan(_start.._end).Contains((byte)'\n');

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <returns>The next line; null at the end.</returns>
    public async ValueTask<Line?> Read(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Take(searched + end, 1);
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                return searched == 0 ? null : Take(searched, 0);
            }

            if (searched > longest + Slack)
            {
                return await PassOver(cancellationToken).ConfigureAwait(false);
            }

            await Fill(cancellationToken).ConfigureAwait(false);
        }
    }

    private Line Take(int length, int lineEnd)
    {
        var bytes = _buffer.AsMemory(_start, length);
        _start += length + lineEnd;
        Position += length + lineEnd;
        _number++;
        if (_number == 1 && bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        bytes = bytes.Span.EndsWith("\r"u8) ? bytes[..^1] : bytes;
        return bytes.Length > longest ? new(_number, bytes[..longest], IsTooLong: true) : new(_number, bytes);
    }

    /// <summary>Reads to the end of a line that is too long, and keeps its beginning.</summary>
    private async ValueTask<Line> PassOver(CancellationToken cancellationToken)
    {
        var kept = longest + Slack;
        while (true)
        {
            var from = _start + kept;
            var end = _buffer.AsSpan(from.._end).IndexOf((byte)'\n');
            if (end >= 0 || _isAtEnd)
            {
                var rest = end < 0 ? _end - from : end;
                Position += rest;
                _buffer.AsSpan((from + rest).._end).CopyTo(_buffer.AsSpan(from));
                _end -= rest;
                return Take(kept, end < 0 ? 0 : 1);
            }

            Position += _end - from;
            _end = from;
            await Fill(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask Fill(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _isAtEnd = read == 0;
    }
}
