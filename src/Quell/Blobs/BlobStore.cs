using System.Buffers;
using System.Security.Cryptography;
using Quell.Aws.Calls;
using Quell.Storage;

namespace Quell.Blobs;

/// <summary>
/// Payloads by the hash of their content, one file each under <c>DATA/blobs</c>. A blob is complete and on disk before its
/// name is known to anyone; the same content is stored once. Safe for concurrent use.
/// </summary>
internal sealed class BlobStore
{
    private const int BufferSize = 64 * 1024;

    private readonly string _folder;
    private readonly string _incoming;
    private long _uploads;

    public BlobStore(string folder)
    {
        _folder = folder;
        _incoming = Path.Combine(folder, "incoming");
        if (Directory.Exists(_incoming))
        {
            // What a crash left half written.
            Directory.Delete(_incoming, recursive: true);
        }

        Directory.CreateDirectory(_incoming);
    }

    /// <summary>Stores what the stream has.</summary>
    /// <exception cref="IOException">The disk is full or failing; nothing is kept.</exception>
    public async Task<Blob> Store(Stream content, CancellationToken cancellationToken)
    {
        var incoming = Path.Combine(_incoming, Interlocked.Increment(ref _uploads).ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            var blob = await Spool(content, incoming, cancellationToken).ConfigureAwait(false);
            var path = PathOf(blob.Sha256);
            if (!File.Exists(path))
            {
                var shelf = Path.GetDirectoryName(path) ?? _folder;
                if (!Directory.Exists(shelf))
                {
                    Directory.CreateDirectory(shelf);
                    DirectorySync.Flush(_folder);
                }

                File.Move(incoming, path, overwrite: true);
                DirectorySync.Flush(shelf);
            }

            CrashPoint.Reach(CrashPoint.BlobAfterStore);
            return blob;
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <summary>Opens the part for reading from its start; the stream ends where the part does.</summary>
    /// <exception cref="FileNotFoundException">The store does not have the blob.</exception>
    public Stream Open(BlobSlice slice)
    {
        var file = new FileStream(PathOf(slice.Blob.Sha256), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
        file.Position = slice.Offset;
        return slice.Offset + slice.Length == slice.Blob.Length ? file : new BoundedStream(file, slice.Length);
    }

    /// <summary>Opens the slices for reading one after the other; a slice's file is open only while it is being read.</summary>
    /// <exception cref="FileNotFoundException">The store does not have a blob; for others than the first only when reading gets there.</exception>
    public Stream Open(IReadOnlyList<BlobSlice> slices) => slices is [{ Length: > 0 } only] ? Open(only) : new JoinedStream(this, slices);

    private static async Task<Blob> Spool(Stream content, string path, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
#pragma warning disable CA5351 // S3's ETag is an MD5; nothing is protected by it.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var length = 0L;
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                sha256.AppendData(buffer, 0, read);
                md5.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        file.Flush(flushToDisk: true);
        return new(Convert.ToHexStringLower(sha256.GetHashAndReset()), length, Convert.ToHexStringLower(md5.GetHashAndReset()));
    }

    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);
}
