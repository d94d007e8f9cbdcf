using System.Buffers;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// The canonical request of SigV4 (IAM User Guide, "Create a signed AWS API request"; for S3, API Reference, "Signature
/// Calculations for the Authorization Header"). S3 takes the path as sent, encoded once; every other service resolves dots and
/// double slashes and encodes the sent path once more.
/// </summary>
internal static class CanonicalRequest
{
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\r\n\v\f");

    /// <param name="signedHeaders">Lower-case names, in the order in which they are signed.</param>
    /// <param name="payloadHash">The last line: a hash in hexadecimal, or one of S3's words for it.</param>
    public static void Write(
        CanonicalBuffer output, SignableRequest request, IReadOnlyList<string> signedHeaders, string payloadHash, bool isS3)
    {
        output.Add(request.Method);
        output.Add((byte)'\n');
        WritePath(output, request.RawPath, isS3);
        output.Add((byte)'\n');
        CanonicalQuery.Write(output, request.RawQuery);
        output.Add((byte)'\n');
        foreach (var name in signedHeaders)
        {
            WriteHeader(output, request, name);
        }

        output.Add((byte)'\n');
        for (var i = 0; i < signedHeaders.Count; i++)
        {
            if (i > 0)
            {
                output.Add((byte)';');
            }

            output.Add(signedHeaders[i]);
        }

        output.Add((byte)'\n');
        output.Add(payloadHash);
    }

    public static void WritePath(CanonicalBuffer output, string rawPath, bool isS3)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(rawPath.Length));
        var path = rented.AsSpan(0, Encoding.UTF8.GetBytes(rawPath, rented));
        if (path.IsEmpty)
        {
            output.Add((byte)'/');
        }
        else if (isS3)
        {
            PercentEncoding.Canonicalize(output, path, keepSlash: true, plusIsSpace: false);
        }
        else
        {
            WriteNormalized(output, path);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Resolves dot segments (RFC 3986, 5.2.4) and repeated slashes, then encodes what is left.</summary>
    private static void WriteNormalized(CanonicalBuffer output, ReadOnlySpan<byte> path)
    {
        var start = output.Length;
        var endsInSlash = path[^1] == '/';
        foreach (var range in path.Split((byte)'/'))
        {
            var segment = path[range];
            if (segment.SequenceEqual(".."u8))
            {
                output.Truncate(start + Math.Max(0, output.Written[start..].LastIndexOf((byte)'/')));
            }
            else if (!segment.IsEmpty && !segment.SequenceEqual("."u8))
            {
                output.Add((byte)'/');
                PercentEncoding.Encode(output, segment, keepSlash: false);
            }
        }

        if (endsInSlash || output.Length == start)
        {
            output.Add((byte)'/');
        }
    }

    private static void WriteHeader(CanonicalBuffer output, SignableRequest request, string name)
    {
        output.Add(name);
        output.Add((byte)':');
        var isFirst = true;
        foreach (var (field, value) in request.Headers)
        {
            if (!field.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!isFirst)
            {
                output.Add((byte)',');
            }

            isFirst = false;
            WriteCollapsed(output, value);
        }

        output.Add((byte)'\n');
    }

    /// <summary>Trims the value and makes one space of every run of white space.</summary>
    private static void WriteCollapsed(CanonicalBuffer output, ReadOnlySpan<char> value)
    {
        value = value.Trim();
        while (!value.IsEmpty)
        {
            var end = value.IndexOfAny(WhiteSpace);
            if (end < 0)
            {
                output.Add(value);
                return;
            }

            output.Add(value[..end]);
            output.Add((byte)' ');
            value = value[end..].TrimStart();
        }
    }
}
