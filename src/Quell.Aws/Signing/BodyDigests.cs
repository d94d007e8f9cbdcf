using System.Security.Cryptography;

namespace Quell.Aws.Signing;

/// <summary>
/// The digests that the headers of an S3 request give for its body (x-amz-content-sha256, Content-MD5, x-amz-checksum-*), taken
/// as the body passes and held against the headers at its end. For one body that is not aws-chunked; dispose it.
/// </summary>
internal sealed class BodyDigests : IDisposable
{
    private readonly List<(BodyChecksum Checksum, string Value)> _checksums = [];

    private readonly IncrementalHash? _sha256;

    private readonly IncrementalHash? _md5;

    private readonly string _payloadHash;

    private readonly byte[] _contentMd5 = new byte[MD5.HashSizeInBytes];

    /// <exception cref="AwsException"><c>InvalidDigest</c>: Content-MD5 is none.</exception>
    public BodyDigests(SignableRequest request)
    {
        _payloadHash = request.Header(PayloadHash.Header) ?? "";
        if (PayloadHash.IsHash(_payloadHash))
        {
            _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }

        if (request.Header("Content-MD5") is { } md5)
        {
            if (!Convert.TryFromBase64String(md5, _contentMd5, out var length) || length != _contentMd5.Length)
            {
                throw new AwsException("InvalidDigest", "The Content-MD5 you specified was invalid.");
            }

            _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (BodyChecksum.ForHeader(name) is { } checksum)
            {
                _checksums.Add((checksum, value));
            }
        }
    }

    /// <summary>Holds the digests against a body in memory.</summary>
    /// <exception cref="AwsException">One of them is malformed or not the body's.</exception>
    public static void Require(SignableRequest request, ReadOnlySpan<byte> body)
    {
        using var digests = new BodyDigests(request);
        digests.Append(body);
        digests.Require();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256?.AppendData(bytes);
        _md5?.AppendData(bytes);
        foreach (var (checksum, _) in _checksums)
        {
            checksum.Append(bytes);
        }
    }

    /// <summary>Once, after the last byte.</summary>
    /// <exception cref="AwsException">A digest is malformed or not the body's.</exception>
    public void Require()
    {
        if (_sha256 is not null && Convert.ToHexStringLower(_sha256.GetHashAndReset()) != _payloadHash)
        {
            throw new SignatureRefusal(RefusalKind.PayloadMismatch).ToException(SignatureDialect.S3);
        }

        if (_md5 is not null && !_md5.GetHashAndReset().AsSpan().SequenceEqual(_contentMd5))
        {
            throw new AwsException("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }

        foreach (var (checksum, value) in _checksums)
        {
            checksum.Require(value);
        }
    }

    public void Dispose()
    {
        _sha256?.Dispose();
        _md5?.Dispose();
        foreach (var (checksum, _) in _checksums)
        {
            checksum.Dispose();
        }
    }
}
