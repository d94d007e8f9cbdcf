using System.Text;
using System.Text.RegularExpressions;

namespace Quell.Engine.Runbooks.Values;

/// <summary>
/// A parameter's <c>allowedPattern</c>. It is Java's, so what only Java has is put in other words: possessive quantifiers, POSIX classes
/// (<c>\p{Alpha}</c>), horizontal blanks (<c>\h</c>), and pairs of surrogates that stand for one character in a class
/// (<see href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html"/>). The whole value has to match.
/// </summary>
internal static partial class AllowedPattern
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        [@"\p{Alpha}"] = "a-zA-Z",
        [@"\p{Digit}"] = "0-9",
        [@"\p{Alnum}"] = "a-zA-Z0-9",
        [@"\p{Upper}"] = "A-Z",
        [@"\p{Lower}"] = "a-z",
        [@"\p{XDigit}"] = "0-9a-fA-F",
        [@"\p{Space}"] = @"\s",
        [@"\p{Blank}"] = @" \t",
        [@"\p{Punct}"] = @"!-/:-@\[-`{-~",
        [@"\p{Graph}"] = "!-~",
        [@"\p{Print}"] = " -~",
        [@"\p{ASCII}"] = @"\x00-\x7F",
        [@"\h"] = @" \t\xA0\u1680\u180E\u2000-\u200A\u202F\u205F\u3000",
    };

    /// <returns>False also where it takes too long to find out.</returns>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public static bool Matches(string pattern, string text)
    {
        try
        {
            return Compile($@"\A(?:{Translate(pattern)})\z").IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Translate(string pattern)
    {
        var (result, isInClass, position) = (new StringBuilder(pattern.Length), false, 0);
        while (position < pattern.Length)
        {
            var rest = pattern.AsSpan(position);
            if (rest[0] == '\\')
            {
                position += Escape(rest, isInClass, result);
                continue;
            }

            isInClass = rest[0] == '[' || (isInClass && rest[0] != ']');
            result.Append(rest[0]);
            position++;
            if (!isInClass && rest[0] is '*' or '+' or '?' or '}' && rest.Length > 1 && rest[1] == '+')
            {
                position++;
            }
        }

        return result.ToString();
    }

    /// <summary>Takes an escape.</summary>
    /// <returns>Its length.</returns>
    private static int Escape(ReadOnlySpan<char> rest, bool isInClass, StringBuilder result)
    {
        var text = rest[..Math.Min(rest.Length, 32)].ToString();
        if (Pairs().Match(text) is { Success: true } pairs)
        {
            result.Append(@"\uD800-\uDFFF");
            return pairs.Length;
        }

        if (Classes.FirstOrDefault(known => text.StartsWith(known.Key, StringComparison.Ordinal)) is { Key: { } name, Value: var members })
        {
            result.Append(isInClass ? members : $"[{members}]");
            return name.Length;
        }

        var length = Math.Min(2, rest.Length);
        result.Append(rest[..length]);
        return length;
    }

    /// <summary>Without backtracking where that knows all that the pattern uses; else with a time limit.</summary>
    private static Regex Compile(string pattern)
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

    /// <summary>A range of pairs of surrogates.</summary>
    [GeneratedRegex(@"\A\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}-\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Pairs();
}
