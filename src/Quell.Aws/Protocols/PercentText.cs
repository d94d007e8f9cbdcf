using System.Text;

namespace Quell.Aws.Protocols;

/// <summary>Percent-encoded text as it stands in paths, queries and forms.</summary>
internal static class PercentText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether every escape is one and what they decode to is UTF-8; other text would be stored as something else than was sent.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('%') is >= 0 and var start)
        {
            text = text[start..];
            var length = 0;
            while (length < text.Length && text[length] == '%')
            {
                if (length + 3 > text.Length || !char.IsAsciiHexDigit(text[length + 1]) || !char.IsAsciiHexDigit(text[length + 2]))
                {
                    return false;
                }

                length += 3;
            }

            if (!IsUtf8(text[..length]))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>The text of a form's bytes; null where they are not UTF-8 or not well formed.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return IsWellFormed(text) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <param name="escapes">Nothing but escapes: characters of several bytes have their escapes side by side.</param>
    private static bool IsUtf8(ReadOnlySpan<char> escapes)
    {
        var bytes = new byte[escapes.Length / 3];
        for (var position = 0; position < bytes.Length; position++)
        {
            bytes[position] = byte.Parse(escapes.Slice((position * 3) + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null);
        }

        return System.Text.Unicode.Utf8.IsValid(bytes);
    }
}
