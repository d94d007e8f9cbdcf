using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A regex, which is a function that gives matches. Without backtracking where the pattern allows it, else with a time-out.</summary>
internal sealed class RegexFunction : Function
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(1);

    private RegexFunction(Regex regex) => Regex = regex;

    public Regex Regex { get; }

    public override int Arity => 1;

    public static RegexFunction Compile(string pattern, string flags, int position)
    {
        var options = RegexOptions.CultureInvariant
            | (flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : 0)
            | (flags.Contains('m', StringComparison.Ordinal) ? RegexOptions.Multiline : 0);
        try
        {
            try
            {
                return new(new(pattern, options | RegexOptions.NonBacktracking));
            }
            catch (NotSupportedException)
            {
                return new(new(pattern, options, TimeOut));
            }
        }
        catch (ArgumentException wrong)
        {
            throw new JsonataException("S0303", $"Invalid regular expression: {wrong.Message}", position);
        }
    }

    public override Item Apply(Item[] arguments, Item input, Frame frame) =>
        arguments is [{ Text: { } text }, ..] && Matches(text).FirstOrDefault() is { } match ? (Item)Describe(match) : default;

    /// <exception cref="JsonataException">D1004: a match of nothing. U1001: it takes too long.</exception>
    public IEnumerable<Match> Matches(string text)
    {
        var match = Guarded(() => Regex.Match(text));
        while (match.Success)
        {
            if (match.Length == 0)
            {
                throw new JsonataException("D1004", $"Regular expression matches zero length string: /{Regex}/");
            }

            yield return match;
            var last = match;
            match = Guarded(last.NextMatch);
        }
    }

    public static ItemMap Describe(Match match)
    {
        var map = new ItemMap();
        map["match"] = match.Value;
        map["start"] = match.Index;
        map["end"] = match.Index + match.Length;
        map["groups"] = Groups(match);
        return map;
    }

    public static ItemList Groups(Match match)
    {
        var groups = new ItemList();
        for (var index = 1; index < match.Groups.Count; index++)
        {
            groups.Add(match.Groups[index].Success ? match.Groups[index].Value : "");
        }

        return groups;
    }

    private static Match Guarded(Func<Match> find)
    {
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
