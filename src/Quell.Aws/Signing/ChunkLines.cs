using System.Text;

namespace Quell.Aws.Signing;

/// <summary>The bytes of an aws-chunked body, by lines and by runs of data.</summary>
internal sealed class ChunkLines(Stream inner)
{
    private const int LongestLine = 8 * 1024;

    private readonly byte[] _buffer = new byte[16 * 1024];

    private int _start;

    private int _end;

    /// <summary>The next line without its CR LF.</summary>
    /// <exception cref="AwsException"><c>IncompleteBody</c>: the body ends first, or the line has no end.</exception>
    public async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            var length = available.IndexOf("\r\n"u8);
            if (length >= 0)
            {
                _start += length + 2;
                return Encoding.ASCII.GetString(available[..length]);
            }

            if (available.Length > LongestLine)
            {
                throw new AwsException("IncompleteBody", $"A line of the aws-chunked framing is longer than {LongestLine} bytes.");
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Some of the data that comes next, at least one byte.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            await FillAsync(cancellationToken);
        }

        var count = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken) =>
        _start == _end && await inner.ReadAsync(_buffer.AsMemory(0, 1), cancellationToken) == 0;

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = await inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        if (read == 0)
        {
            throw new AwsException("IncompleteBody", "The request body terminated unexpectedly");
        }

        _end += read;
    }
}
