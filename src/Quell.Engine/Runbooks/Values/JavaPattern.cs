using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Quell.Engine.Runbooks.Values;

/// <summary>
/// Patterns of documents are Java's (<c>java.util.regex.Pattern</c>). What .NET spells otherwise is spelt so: a hyphen after a class within
/// brackets (<c>[\w-/]</c>), pairs of surrogates as bounds of a range, possessive quantifiers, POSIX classes, <c>\h</c>.
/// </summary>
internal static class JavaPattern
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong in either language. Anything else may be Java's way of saying something that .NET has not.</summary>
    private static readonly FrozenDictionary<RegexParseError, string> Wrong = new Dictionary<RegexParseError, string>
    {
        [RegexParseError.InsufficientClosingParentheses] = "a parenthesis is not closed",
        [RegexParseError.InsufficientOpeningParentheses] = "a parenthesis is not opened",
        [RegexParseError.UnterminatedBracket] = "a bracket is not closed",
        [RegexParseError.UnescapedEndingBackslash] = "it ends with a backslash",
        [RegexParseError.QuantifierAfterNothing] = "a quantifier stands after nothing",
        [RegexParseError.ReversedQuantifierRange] = "a quantifier ends before it begins",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Classes = new Dictionary<string, string>
    {
        ["Alpha"] = "a-zA-Z",
        ["Alnum"] = "a-zA-Z0-9",
        ["Digit"] = "0-9",
        ["Lower"] = "a-z",
        ["Upper"] = "A-Z",
        ["XDigit"] = "0-9a-fA-F",
        ["Space"] = @"\s",
        ["Punct"] = @"!-/:-@\[-`{-~",
        ["ASCII"] = @"\x00-\x7F",
        ["Graph"] = "!-~",
        ["Print"] = " -~",
        ["Blank"] = @" \t",
    }.ToFrozenDictionary();

    /// <returns>Null where it is wrong, or uses what .NET has no word for.</returns>
    /// <param name="pattern">As the document has it.</param>
    /// <param name="wrong">What is wrong with it; null for nothing.</param>
    public static Regex? Compile(string pattern, out string? wrong)
    {
        wrong = null;
        try
        {
            return Build(Translate(pattern));
        }
        catch (RegexParseException fault)
        {
            wrong = Wrong.GetValueOrDefault(fault.Error);
            return null;
        }
    }

    /// <summary>Without backtracking where that knows all that the pattern uses; else with a time limit.</summary>
    private static Regex Build(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new(pattern, RegexOptions.CultureInvariant, MatchTime);
        }
    }

    /// <summary>The pattern in .NET's words.</summary>
    public static string Translate(string pattern)
    {
        var (result, isInside, escapeEnd) = (new StringBuilder(pattern.Length + 8), false, 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            var taken = pattern[at] == '\\' ? Escape(pattern, at, isInside, result) : 0;
            if (taken > 0)
            {
                escapeEnd = at + taken;
                at = escapeEnd - 1;
                continue;
            }

            isInside = pattern[at] switch
            {
                '[' => true,
                ']' => false,
                _ => isInside,
            };

            // A plus after a quantifier makes it possessive; what is taken that way is taken in .NET too, only given back.
            if (!(pattern[at] == '+' && !isInside && at > escapeEnd && pattern[at - 1] is '+' or '*' or '?' or '}'))
            {
                result.Append(pattern[at]);
            }
        }

        return result.ToString();
    }

    /// <summary>Writes the escape that stands there, where .NET wants it otherwise or a hyphen after it.</summary>
    /// <returns>How much of the pattern that was.</returns>
    private static int Escape(string pattern, int at, bool isInside, StringBuilder result)
    {
        var rest = pattern.AsSpan(at);
        if (rest.Length < 2)
        {
            return 0;
        }

        switch (rest[1])
        {
            case 'p' when rest.Length > 3 && rest[2] == '{' && rest.IndexOf('}') is var end and > 3 && Classes.TryGetValue(rest[3..end].ToString(), out var members):
                result.Append(isInside ? members : $"[{members}]");
                return end + 1;
            case 'h':
                result.Append(isInside ? @" \t\xA0" : @"[ \t\xA0]");
                return 2;
            case 'u' when isInside && IsPair(rest):
                // Characters beyond the first plane are two in .NET; a class takes any of the halves.
                result.Append(@"\uD800-\uDFFF");
                return rest.Length > 24 && rest[12] == '-' && IsPair(rest[13..]) ? 25 : 12;
            case 'w' or 'd' or 's' or 'W' or 'D' or 'S' when isInside && rest.Length > 3 && rest[2] == '-' && rest[3] != ']':
                result.Append(rest[..2]).Append(@"\-");
                return 3;
            default:
                result.Append(rest[..2]);
                return 2;
        }
    }

    private static bool IsPair(ReadOnlySpan<char> text) =>
        text.Length >= 12 && text.StartsWith(@"\uD", StringComparison.OrdinalIgnoreCase) && text[3] is '8' or '9' or 'A' or 'a' or 'B' or 'b' && text[6..].StartsWith(@"\uD", StringComparison.OrdinalIgnoreCase);
}
