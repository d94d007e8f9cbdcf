using System.Text;

namespace Quell.Aws.Protocols;

/// <summary>
/// The bytes of a message: held in memory, or a stream that can be read once. Only operations with a streaming payload
/// (S3 objects) may carry a stream; every other body is in memory before it is parsed.
/// </summary>
internal sealed class WireBody
{
    public static readonly WireBody Empty = new(ReadOnlyMemory<byte>.Empty);

    private readonly ReadOnlyMemory<byte> _bytes;

    public WireBody(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        Length = bytes.Length;
    }

    /// <param name="stream">Read once, from where it stands; whoever reads it to the end disposes it.</param>
    /// <param name="length">How many bytes it will give; null where that is not known.</param>
    public WireBody(Stream stream, long? length)
    {
        Stream = stream;
        Length = length;
    }

    /// <summary>The stream, or null when the bytes are in memory.</summary>
    public Stream? Stream { get; }

    public long? Length { get; }

    /// <summary>The bytes of a body in memory.</summary>
    /// <exception cref="InvalidOperationException">The body is a stream: read it first.</exception>
    public ReadOnlyMemory<byte> Bytes =>
        Stream is null ? _bytes : throw new InvalidOperationException("The body is a stream; read it with ReadAsync first.");

    public static WireBody Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Opens the body for reading.</summary>
    public Stream Open() => Stream ?? new MemoryStream(_bytes.ToArray(), writable: false);

    /// <summary>The whole body in memory, read from the stream where it is one.</summary>
    public async ValueTask<WireBody> ReadAsync(CancellationToken cancellationToken)
    {
        if (Stream is null)
        {
            return this;
        }

        var buffer = new MemoryStream();
        await using (Stream)
        {
            await Stream.CopyToAsync(buffer, cancellationToken);
        }

        return new(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }
}
