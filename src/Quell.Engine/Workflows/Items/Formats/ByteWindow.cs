namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>
/// The part of a stream that is being read: bytes are taken from its front, more are filled in behind. It grows to what one item
/// takes, not to what the file has.
/// </summary>
internal sealed class ByteWindow(Stream stream)
{
    /// <summary>
    /// Bytes of the file that one item may take. The child's input is bounded much lower (256 KiB), but after the <c>ItemSelector</c>,
    /// which may take a little out of a large item.
    /// </summary>
    public const int LongestItem = 10 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _begun;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The stream has no more than <see cref="Bytes"/>.</summary>
    public bool IsLast { get; private set; }

    public void Take(int count) => _start += count;

    /// <summary>Reads on; false where the stream has ended. A byte order mark at its beginning is left out.</summary>
    /// <exception cref="ItemReaderException">One item is longer than <see cref="LongestItem"/>.</exception>
    public bool Fill()
    {
        if (IsLast)
        {
            return false;
        }

        MakeRoom();

        // As much as there is room for: what has to be looked at again grows with every reading, however little a stream hands out.
        var room = _buffer.AsSpan(_end);
        var read = stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        _end += read;
        IsLast = read < room.Length;
        if (!_begun)
        {
            _begun = true;
            Take(Bytes.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
        }

        return read > 0;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Bytes.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length > LongestItem)
            {
                throw new ItemReaderException($"An item is longer than {LongestItem} bytes");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
