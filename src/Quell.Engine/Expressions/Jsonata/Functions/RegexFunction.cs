using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A regex, which is a function that gives matches. Without backtracking where the pattern allows it, else with a time-out.</summary>
internal sealed class RegexFunction : Function
{
    /// <summary>Counts up to this, all multiplied, are unrolled; more are left to backtracking.</summary>
    private const double MostCopies = 1_000;

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly string _pattern;

    private RegexFunction(Regex regex, string pattern) => (_regex, _pattern) = (regex, pattern);

    public override int Arity => 1;

    /// <exception cref="JsonataException">S0303: it is none.</exception>
    public static RegexFunction Compile(string pattern, string flags, int position)
    {
        var isMultiline = flags.Contains('m', StringComparison.Ordinal);
        var options = RegexOptions.CultureInvariant
            | (flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : 0)
            | (isMultiline ? RegexOptions.Multiline : 0);
        try
        {
            return new(Compile(RegexSyntax.Translate(pattern, isMultiline), options), pattern);
        }
        catch (ArgumentException wrong)
        {
            throw new JsonataException("S0303", $"Invalid regular expression: {wrong.Message}", position);
        }
    }

    public override Item Apply(Item[] arguments, Item input, Frame frame) =>
        arguments is [{ Text: { } text }, ..] ? Describe(First(text, frame.Evaluation), text) : default;

    /// <exception cref="JsonataException">U1001: it takes too long.</exception>
    public Match First(string text, Evaluation evaluation) => Guarded(() => _regex.Match(text), text, evaluation);

    /// <exception cref="JsonataException">D1004: the match is of nothing, so that the next would be the same. U1001: it takes too long.</exception>
    public Match Next(Match match, string text, Evaluation evaluation) => match.Length == 0
        ? throw new JsonataException("D1004", $"Regular expression matches zero length string: /{_pattern}/")
        : match.Index + match.Length == text.Length ? Match.Empty
        : Guarded(match.NextMatch, text, evaluation);

    public static ItemList Groups(Match match)
    {
        var groups = new ItemList();
        for (var index = 1; index < match.Groups.Count; index++)
        {
            groups.Add(match.Groups[index].Success ? match.Groups[index].Value : default(Item));
        }

        return groups;
    }

    private static Regex Compile(string pattern, RegexOptions options)
    {
        try
        {
            return Copies(pattern) > MostCopies ? new(pattern, options, TimeOut) : new(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new(pattern, options, TimeOut);
        }
    }

    /// <summary>How often counts repeat a part at most, were they all inside each other.</summary>
    private static double Copies(string pattern)
    {
        var copies = 1d;
        for (var at = pattern.IndexOf('{', StringComparison.Ordinal); at >= 0; at = pattern.IndexOf('{', at + 1))
        {
            var (count, most) = (0d, 0d);
            for (at++; at < pattern.Length && (char.IsAsciiDigit(pattern[at]) || pattern[at] == ','); at++)
            {
                count = pattern[at] == ',' ? 0 : (count * 10) + pattern[at] - '0';
                most = Math.Max(most, count);
            }

            copies *= Math.Max(1, most);
            at--;
        }

        return copies;
    }

    private Item Describe(Match match, string text)
    {
        if (!match.Success)
        {
            return default;
        }

        var map = new ItemMap();
        map["match"] = match.Value;
        map["start"] = match.Index;
        map["end"] = match.Index + match.Length;
        map["groups"] = Groups(match);
        map["next"] = new Builtin("next", "<:o>", (_, context) => Describe(Next(match, text, context.Evaluation), text));
        return map;
    }

    private static Match Guarded(Func<Match> find, string text, Evaluation evaluation)
    {
        evaluation.Spend(text.Length);
        try
        {
            return find();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new JsonataException("U1001", "A regular expression takes too long");
        }
    }
}
