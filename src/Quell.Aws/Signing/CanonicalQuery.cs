using System.Buffers;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// The canonical query: every name and value in the one canonical encoding, sorted by name, then value, byte by byte; a name
/// without a value has an empty one, a repeated name stays repeated, and <c>X-Amz-Signature</c> is left out.
/// </summary>
internal static class CanonicalQuery
{
    public static void Write(CanonicalBuffer output, string rawQuery)
    {
        if (rawQuery.Length == 0)
        {
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(rawQuery.Length));
        var query = rented.AsSpan(0, Encoding.UTF8.GetBytes(rawQuery, rented));
        var pairs = new Pair[query.Count((byte)'&') + 1];
        var start = output.Length;
        var count = Encode(output, query, pairs);
        ArrayPool<byte>.Shared.Return(rented);

        // The pairs stand encoded, but unsorted, behind `start`: sort their places, then write them anew over themselves.
        var encoded = output.Written[start..].ToArray();
        var sorted = pairs.AsSpan(0, count);
        sorted.Sort((one, other) => Compare(encoded, one, other));
        output.Truncate(start);
        foreach (var pair in sorted)
        {
            if (output.Length > start)
            {
                output.Add((byte)'&');
            }

            output.Add(encoded.AsSpan(pair.Start, pair.NameLength));
            output.Add((byte)'=');
            output.Add(encoded.AsSpan(pair.Start + pair.NameLength, pair.ValueLength));
        }
    }

    private static int Encode(CanonicalBuffer output, ReadOnlySpan<byte> query, Pair[] pairs)
    {
        var start = output.Length;
        var count = 0;
        foreach (var range in query.Split((byte)'&'))
        {
            var part = query[range];
            if (part.IsEmpty)
            {
                continue;
            }

            var equals = part.IndexOf((byte)'=');
            var from = output.Length;
            PercentEncoding.Canonicalize(output, equals < 0 ? part : part[..equals], keepSlash: false, plusIsSpace: true);
            var nameLength = output.Length - from;
            if (output.Written[from..].SequenceEqual("X-Amz-Signature"u8))
            {
                output.Truncate(from);
                continue;
            }

            if (equals >= 0)
            {
                PercentEncoding.Canonicalize(output, part[(equals + 1)..], keepSlash: false, plusIsSpace: true);
            }

            pairs[count++] = new(from - start, nameLength, output.Length - from - nameLength);
        }

        return count;
    }

    private static int Compare(byte[] encoded, Pair one, Pair other)
    {
        var byName = encoded.AsSpan(one.Start, one.NameLength).SequenceCompareTo(encoded.AsSpan(other.Start, other.NameLength));
        return byName != 0
            ? byName
            : encoded.AsSpan(one.Start + one.NameLength, one.ValueLength)
                .SequenceCompareTo(encoded.AsSpan(other.Start + other.NameLength, other.ValueLength));
    }

    private readonly record struct Pair(int Start, int NameLength, int ValueLength);
}
