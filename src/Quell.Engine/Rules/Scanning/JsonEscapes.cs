using System.Buffers.Text;
using System.Text;

namespace Quell.Engine.Rules.Scanning;

/// <summary>The escapes of JSON strings, on UTF-8 bytes.</summary>
internal static class JsonEscapes
{
    /// <summary>
    /// Writes a string's text without its escapes. A surrogate without its partner becomes U+FFFD, as does an escape that is
    /// none; a backslash at the end stays. The target must have room for as many bytes as there are.
    /// </summary>
    /// <returns>How many bytes were written.</returns>
    public static int Remove(ReadOnlySpan<byte> escaped, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0 || plain == escaped.Length - 1)
            {
                escaped.CopyTo(target[written..]);
                return written + escaped.Length;
            }

            escaped[..plain].CopyTo(target[written..]);
            written += plain;
            escaped = escaped[plain..];
            if (escaped[1] == 'u')
            {
                written += ReadRune(ref escaped).EncodeToUtf8(target[written..]);
                continue;
            }

            target[written++] = escaped[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'t' => (byte)'\t',
                (byte)'n' => (byte)'\n',
                (byte)'f' => (byte)'\f',
                (byte)'r' => (byte)'\r',
                var same => same,
            };
            escaped = escaped[2..];
        }
    }

    private static Rune ReadRune(ref ReadOnlySpan<byte> escaped)
    {
        var first = ReadUnit(escaped);
        escaped = escaped[Math.Min(6, escaped.Length)..];
        if (char.IsHighSurrogate(first) && escaped.StartsWith("\\u"u8) && ReadUnit(escaped) is var second && char.IsLowSurrogate(second))
        {
            escaped = escaped[6..];
            return new Rune(first, second);
        }

        return Rune.TryCreate(first, out var rune) ? rune : Rune.ReplacementChar;
    }

    private static char ReadUnit(ReadOnlySpan<byte> escaped) =>
        escaped.Length >= 6 && Utf8Parser.TryParse(escaped.Slice(2, 4), out ushort unit, out var read, 'x') && read == 4
            ? (char)unit : '\uFFFD';
}
