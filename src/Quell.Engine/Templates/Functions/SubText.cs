using System.Text;

namespace Quell.Engine.Templates.Functions;

/// <summary>Takes the text of <c>Fn::Sub</c> apart. A <c>${</c> that is never closed is plain text.</summary>
internal static class SubText
{
    /// <summary>A stretch of plain text, or the name of a variable.</summary>
    internal readonly record struct Part(string Text, bool IsVariable);

    public static IEnumerable<Part> Parts(string text)
    {
        var plain = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            plain.Append(text, at, open - at);
            var inside = text[(open + 2)..close];
            at = close + 1;
            if (inside.StartsWith('!'))
            {
                plain.Append("${").Append(inside, 1, inside.Length - 1).Append('}');
                continue;
            }

            if (plain.Length > 0)
            {
                yield return new(plain.ToString(), false);
                plain.Clear();
            }

            yield return new(inside.Trim(), true);
        }

        plain.Append(text, at, text.Length - at);
        if (plain.Length > 0)
        {
            yield return new(plain.ToString(), false);
        }
    }

    public static bool IsName(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':');
}
