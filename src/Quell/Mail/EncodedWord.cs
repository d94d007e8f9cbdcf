using System.Text;

namespace Quell.Mail;

/// <summary>Text in header fields: as it is where that is possible, otherwise as encoded words (RFC 2047), folded (RFC 5322, 2.2.3).</summary>
internal static class EncodedWord
{
    private const int LongestWord = 60;

    private const int LongestLine = 76;

    /// <summary>How many bytes of text go into an encoded word, so that it fits on a line behind the name of a field.</summary>
    private const int BytesPerWord = 39;

    /// <summary>The value of a field, folded with line ends, without the last one.</summary>
    /// <param name="column">How much of the first line the field's name takes.</param>
    public static string Encode(string text, int column)
    {
        text = MailAddress.Printable(text);
        return IsPlain(text) ? Fold(text, column) : string.Join("\r\n ", Words(text));
    }

    /// <summary>Undoes <see cref="Encode"/> on an unfolded value.</summary>
    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal))
        {
            return value;
        }

        using var bytes = new MemoryStream();
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!word.StartsWith("=?utf-8?B?", StringComparison.Ordinal) || !word.EndsWith("?=", StringComparison.Ordinal))
            {
                return value;
            }

            var buffer = new byte[BytesPerWord + 3];
            if (!Convert.TryFromBase64String(word[10..^2], buffer, out var length))
            {
                return value;
            }

            bytes.Write(buffer, 0, length);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Whether it can stand as it is: printable ASCII that cannot be taken for an encoded word, with places to fold.</summary>
    internal static bool IsPlain(string text) =>
        !text.Contains("=?", StringComparison.Ordinal)
        && text == text.Trim()
        && text.All(letter => letter is >= ' ' and <= '~')
        && text.Split(' ').All(word => word.Length <= LongestWord);

    private static string Fold(string text, int column)
    {
        var folded = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (folded.Length > 0)
            {
                // A line of white space alone would end the header: an empty word never starts a line.
                var breaks = word.Length > 0 && column + 1 + word.Length > LongestLine;
                folded.Append(breaks ? "\r\n " : " ");
                column = breaks ? 1 : column + 1;
            }

            folded.Append(word);
            column += word.Length;
        }

        return folded.ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        var bytes = new List<byte>();
        var rune = new byte[4];
        foreach (var letter in text.EnumerateRunes())
        {
            var length = letter.EncodeToUtf8(rune);
            if (bytes.Count + length > BytesPerWord)
            {
                yield return Word(bytes);
                bytes.Clear();
            }

            bytes.AddRange(rune[..length]);
        }

        yield return Word(bytes);
    }

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String(bytes.ToArray())}?=";
}
