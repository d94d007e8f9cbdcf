using Quell.Aws.Calls;
using Quell.Aws.Signing;

namespace Quell.Blobs;

/// <summary>Reads slices of blobs one after the other and has at most one of their files open.</summary>
internal sealed class JoinedStream(BlobStore blobs, IReadOnlyList<BlobSlice> slices) : ReadingStream
{
    private Stream? _current;
    private int _next;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (Current() is { } stream)
        {
            var read = stream.Read(buffer, offset, count);
            if (read > 0 || count == 0)
            {
                return read;
            }

            CloseCurrent();
        }

        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (Current() is { } stream)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0 || buffer.Length == 0)
            {
                return read;
            }

            CloseCurrent();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CloseCurrent();
            _next = slices.Count;
        }

        base.Dispose(disposing);
    }

    /// <summary>What is being read; null at the end. Nothing needs a file for no bytes.</summary>
    private Stream? Current()
    {
        while (_current is null && _next < slices.Count)
        {
            var slice = slices[_next++];
            _current = slice.Length > 0 ? blobs.Open(slice) : null;
        }

        return _current;
    }

    private void CloseCurrent()
    {
        _current?.Dispose();
        _current = null;
    }
}
