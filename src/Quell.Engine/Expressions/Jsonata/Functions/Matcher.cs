using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>What a matcher found: the text from a position to another, and what its groups hold.</summary>
internal readonly record struct Found(string Text, int Start, int End, Item Groups);

/// <summary>
/// Finds matches by a regex, or by a function that does as one: it takes the text and gives <c>{match, start, end, groups, next}</c>
/// or nothing, where <c>next</c> is a function that gives the next of these.
/// </summary>
internal static class Matcher
{
    /// <exception cref="JsonataException">T1010: a function that gives something else. D1004: a regex that matches nothing.</exception>
    public static IEnumerable<Found> Find(Item matcher, string text, Frame frame) => matcher.Ref switch
    {
        RegexFunction regex => ByRegex(regex, text, frame.Evaluation),
        Function function => ByFunction(function, text, frame),
        _ => throw Wrong(),
    };

    private static IEnumerable<Found> ByRegex(RegexFunction regex, string text, Evaluation evaluation)
    {
        for (var match = regex.First(text, evaluation); match.Success; match = regex.Next(match, text, evaluation))
        {
            yield return new(match.Value, match.Index, match.Index + match.Length, RegexFunction.Groups(match));
        }
    }

    private static IEnumerable<Found> ByFunction(Function function, string text, Frame frame)
    {
        var last = 0;
        var match = function.Call([text], default, frame);
        while (!match.IsUndefined)
        {
            frame.Evaluation.Step();
            var (start, end, groups, next) = (match.Member("start"), match.Member("end"), match.Member("groups"), match.Member("next").Function);
            if (!start.IsNumber || !end.IsNumber || !groups.IsArray || next is null)
            {
                throw Wrong();
            }

            var from = (int)Math.Clamp(start.Number, last, text.Length);
            last = (int)Math.Clamp(end.Number, from, text.Length);
            yield return new(match.Member("match").Text ?? "", from, last, groups);
            match = next.Call([], default, frame);
        }
    }

    private static JsonataException Wrong() => new("T1010", "The matcher function argument passed to a function does not return the correct object structure");
}
