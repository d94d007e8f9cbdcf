using System.Globalization;
using System.Text;

namespace Quell.Mail;

/// <summary>The content transfer encoding quoted-printable (RFC 2045, 6.7) for text in UTF-8 with CR LF line ends.</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    public static string Encode(string text)
    {
        var encoded = new StringBuilder();
        var bytes = Encoding.UTF8.GetBytes(text);
        var column = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\r' && i + 1 < bytes.Length && bytes[i + 1] == '\n')
            {
                encoded.Append("\r\n");
                column = 0;
                i++;
                continue;
            }

            var endsLine = i + 1 == bytes.Length || bytes[i + 1] is (byte)'\r' or (byte)'\n';
            var isPlain = bytes[i] is >= 33 and <= 126 and not (byte)'=' || (bytes[i] is (byte)' ' or (byte)'\t' && !endsLine);
            var width = isPlain ? 1 : 3;
            if (column + width > LongestLine - 1)
            {
                encoded.Append("=\r\n");
                column = 0;
            }

            column += width;
            _ = isPlain ? encoded.Append((char)bytes[i]) : encoded.Append(CultureInfo.InvariantCulture, $"={bytes[i]:X2}");
        }

        return encoded.ToString();
    }

    public static string Decode(string encoded)
    {
        using var bytes = new MemoryStream();
        var text = encoded.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(
                text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.WriteByte(value);
                i += 2;
            }
            else
            {
                bytes.Write(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
