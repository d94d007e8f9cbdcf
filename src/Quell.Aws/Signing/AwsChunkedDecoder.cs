using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// Takes the aws-chunked framing off a body while it is read, and checks what it carries: chunk and trailer signatures, trailing
/// checksums, the announced length (S3 API Reference, "Transferring Payload in Multiple Chunks" and "Signature calculations for
/// trailing headers"). What was read is proven only when the end has been reached without an exception: keep nothing before.
/// Read it asynchronously, from one thread; the inner stream stays open.
/// </summary>
/// <param name="signatures">The chain that verifies the chunks; null leaves their signatures unverified (an unknown key).</param>
/// <exception cref="AwsException">S3's error for a body that is cut short, malformed, altered or longer than announced.</exception>
internal sealed class AwsChunkedDecoder(Stream inner, ChunkedUpload upload, ChunkSignatures? signatures) : ReadingStream
{
    private readonly ChunkLines _lines = new(inner);

    private readonly BodyChecksum[] _checksums = [.. upload.Trailers.Select(name => BodyChecksum.ForHeader(name)!)];

    private readonly IncrementalHash _chunkHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private long _left;

    private long _total;

    private string? _chunkSignature;

    private bool _isStarted;

    private bool _isDone;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_isDone && buffer.Length > 0)
        {
            if (_left == 0 && !await OpenChunkAsync(cancellationToken))
            {
                await FinishAsync(cancellationToken);
                break;
            }

            var read = await _lines.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            Take(buffer.Span[..read]);
            return read;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _chunkHash.Dispose();
            foreach (var checksum in _checksums)
            {
                checksum.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        _left -= data.Length;
        if (signatures is not null && upload.IsSigned)
        {
            _chunkHash.AppendData(data);
        }

        foreach (var checksum in _checksums)
        {
            checksum.Append(data);
        }
    }

    /// <summary>Closes the chunk before and opens the next one; false when that is the last, empty one.</summary>
    private async ValueTask<bool> OpenChunkAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
        {
            if ((await _lines.ReadLineAsync(cancellationToken)).Length > 0)
            {
                throw Malformed();
            }

            RequireChunkSignature();
        }

        _isStarted = true;
        ReadHeader(await _lines.ReadLineAsync(cancellationToken));
        _total += _left;
        if (_total > upload.DecodedLength)
        {
            throw WrongLength();
        }

        return _left > 0;
    }

    private void ReadHeader(string line)
    {
        const string signature = ";chunk-signature=";
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var size = semicolon < 0 ? line : line[..semicolon];
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            _left = 0;
            throw Malformed();
        }

        _chunkSignature = semicolon >= 0 && line[semicolon..].StartsWith(signature, StringComparison.Ordinal)
            ? line[(semicolon + signature.Length)..]
            : null;
        if (upload.IsSigned && _chunkSignature is null)
        {
            throw Malformed();
        }
    }

    private void RequireChunkSignature()
    {
        if (signatures is null || !upload.IsSigned)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _chunkHash.GetHashAndReset(hash);
        RequireSignature(signatures.Next(hash), _chunkSignature);
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        _isDone = true;
        RequireChunkSignature();
        var trailers = await ReadTrailersAsync(cancellationToken);
        if (!await _lines.IsAtEndAsync(cancellationToken))
        {
            throw Malformed();
        }

        if (_total != upload.DecodedLength)
        {
            throw WrongLength();
        }

        foreach (var checksum in _checksums)
        {
            checksum.Require(trailers.GetValueOrDefault(checksum.Header) ?? throw MalformedTrailer());
        }
    }

    private async ValueTask<Dictionary<string, string>> ReadTrailersAsync(CancellationToken cancellationToken)
    {
        var trailers = new Dictionary<string, string>();
        var signed = new StringBuilder();
        string? signature = null;
        while (await _lines.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon <= 0 ? "" : line[..colon].ToLowerInvariant();
            var value = line[(colon + 1)..].Trim();
            if (name == "x-amz-trailer-signature")
            {
                signature = value;
            }
            else if (!upload.Trailers.Contains(name) || !trailers.TryAdd(name, value))
            {
                throw MalformedTrailer();
            }
            else
            {
                signed.Append(name).Append(':').Append(value).Append('\n');
            }
        }

        if (signatures is not null && upload is { IsSigned: true, HasTrailer: true })
        {
            RequireSignature(signatures.Trailer(signed.ToString()), signature);
        }

        return trailers;
    }

    private static void RequireSignature(string expected, string? given)
    {
        if (given is null || !SigV4Verifier.IsSame(Encoding.ASCII.GetBytes(expected), given))
        {
            throw new SignatureRefusal(RefusalKind.Mismatch).ToException(SignatureDialect.S3);
        }
    }

    private static AwsException Malformed() =>
        new("IncompleteBody", "The request body is not in the aws-chunked framing that its headers announce.");

    private static AwsException MalformedTrailer() => new("MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    private static AwsException WrongLength() =>
        new("IncompleteBody", "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header.");
}
