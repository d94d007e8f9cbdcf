namespace Quell.Aws.Calls;

/// <summary>
/// A payload that lies in the blob store under its content's hash. Handlers pass it around and never hold its bytes, so
/// that they stay pure and an object's content exists once.
/// </summary>
/// <param name="Sha256">Lower-case hex of the content's SHA-256: its name in the store.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Md5">Lower-case hex of the content's MD5: the ETag of an S3 object.</param>
internal sealed record Blob(string Sha256, long Length, string Md5)
{
    public BlobSlice All => new(this, 0, Length);

    /// <summary>The text that records make by themselves would print <see cref="All"/>, and that this blob, without end.</summary>
    public override string ToString() => $"{Sha256} ({Length} bytes)";
}

/// <summary>A stretch of a blob: <paramref name="Length"/> bytes from <paramref name="Offset"/>.</summary>
internal sealed record BlobSlice(Blob Blob, long Offset, long Length);
