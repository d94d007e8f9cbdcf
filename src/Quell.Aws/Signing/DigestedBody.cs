namespace Quell.Aws.Signing;

/// <summary>
/// A body that is held against the digests in its request's headers while it is read. What was read is proven only when the end
/// has been reached without an exception: keep nothing before. The inner stream stays open.
/// </summary>
/// <exception cref="AwsException">S3's error for a body that is not the one its headers announce.</exception>
internal sealed class DigestedBody(Stream inner, SignableRequest request) : ReadingStream
{
    private readonly BodyDigests _digests = new(request);

    private bool _isDone;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            _digests.Append(buffer.Span[..read]);
        }
        else if (buffer.Length > 0 && !_isDone)
        {
            _isDone = true;
            _digests.Require();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _digests.Dispose();
        }

        base.Dispose(disposing);
    }
}
