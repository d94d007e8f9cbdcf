using System.Text;

namespace Quell.Mail;

/// <summary>Reads back what <see cref="MessageWriter"/> wrote; anything else is read as far as it has the same form.</summary>
internal static class MessageReader
{
    public static StoredMail Read(string name, byte[] bytes)
    {
        // A maildir of another program has LF line ends.
        var text = Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, body) = end < 0 ? (text, "") : (text[..end], text[(end + 4)..]);
        List<KeyValuePair<string, string>> headers = [];
        foreach (var line in head.Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.Add(new(line[..colon], Value(line[..colon], line[(colon + 1)..].Trim())));
            }
        }

        var isQuoted = headers.Any(header =>
            header.Key.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && header.Value == "quoted-printable");
        body = (isQuoted ? QuotedPrintable.Decode(body) : body).Replace("\r\n", "\n", StringComparison.Ordinal);
        return new(name, headers, body.EndsWith('\n') ? body[..^1] : body);
    }

    private static string Value(string name, string value)
    {
        var angle = value.LastIndexOf(" <", StringComparison.Ordinal);
        if (name is not ("From" or "To") || angle < 0)
        {
            return EncodedWord.Decode(value);
        }

        var shown = value[..angle];
        var isQuoted = shown.Length > 1 && shown[0] == '"' && shown[^1] == '"';
        return (isQuoted ? Unquote(shown[1..^1]) : EncodedWord.Decode(shown)) + value[angle..];
    }

    private static string Unquote(string quoted)
    {
        var text = new StringBuilder();
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length)
            {
                i++;
            }

            text.Append(quoted[i]);
        }

        return text.ToString();
    }
}
