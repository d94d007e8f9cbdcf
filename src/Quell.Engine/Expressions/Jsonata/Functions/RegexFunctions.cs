using System.Globalization;
using System.Text;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>The string functions that take regexes.</summary>
internal static class RegexFunctions
{
    public static Builtin[] All { get; } =
    [
        new("contains", "<s-(sf):b>", (a, context) => a[0].Text is { } text
            ? a[1].Text is { } part ? text.Contains(part, StringComparison.Ordinal) : Matcher.Find(a[1], text, context.Frame).Any()
            : default(Item)),
        new("match", "<s-f<s:o>n?:a<o>>", Match),
        new("split", "<s-(sf)n?:a<s>>", Split),
        new("replace", "<s-(sf)(sf)n?:s>", Replace),
    ];

    private static int Limit(Item item, string code, string name) => item.IsUndefined ? int.MaxValue
        : item.Number < 0 ? throw new JsonataException(code, $"The limit of the {name} function must be a positive number")
        : (int)Math.Min(int.MaxValue, Math.Ceiling(item.Number));

    private static Item Match(Item[] a, CallContext context)
    {
        if (a[0].Text is not { } text)
        {
            return default;
        }

        var found = ItemList.Sequence();
        foreach (var match in Matcher.Find(a[1], text, context.Frame).Take(Limit(a[2], "D3040", "match")))
        {
            context.Evaluation.Take(256 + (2L * match.Text.Length));
            var map = new ItemMap();
            map["match"] = match.Text;
            map["index"] = match.Start;
            map["groups"] = match.Groups;
            found.Add(map);
        }

        return found;
    }

    private static Item Split(Item[] a, CallContext context)
    {
        if (a[0].Text is not { } text)
        {
            return default;
        }

        var limit = Limit(a[2], "D3020", "split");
        context.Evaluation.Take(64L * text.Length);
        var parts = new ItemList();
        IEnumerable<string> all = a[1].Text is not { } separator ? Parts(text, a[1], context.Frame)
            : separator.Length == 0 ? text.Select(character => character.ToString())
            : text.Split(separator);
        // Between texts a limit is cut down to a whole number, between matches it is filled up to one.
        foreach (var part in all.Take(a[1].Text is null || double.IsInteger(a[2].Number) ? limit : limit - 1))
        {
            parts.Add(part);
        }

        return parts;
    }

    private static IEnumerable<string> Parts(string text, Item matcher, Frame frame)
    {
        var start = 0;
        foreach (var match in Matcher.Find(matcher, text, frame))
        {
            yield return text[start..match.Start];
            start = match.End;
        }

        yield return text[start..];
    }

    private static Item Replace(Item[] a, CallContext context)
    {
        if (a[0].Text is not { } text)
        {
            return default;
        }

        if (a[1].Text is "")
        {
            throw new JsonataException("D3010", "Second argument of replace function cannot be an empty string");
        }

        var limit = Limit(a[3], "D3011", "replace");
        var result = new StringBuilder();
        var start = 0;
        var matches = a[1].Text is { } part ? Literal(text, part) : Matcher.Find(a[1], text, context.Frame);
        foreach (var match in matches.Take(limit))
        {
            result.Append(text, start, match.Start - start).Append(match.Groups.IsUndefined ? a[2].Text : Replacement(a[2], match, context.Frame));
            context.Evaluation.Bound(result.Length);
            start = match.End;
        }

        return context.Evaluation.Taken(result.Append(text, start, text.Length - start).ToString());
    }

    /// <summary>Where a text is, without groups.</summary>
    private static IEnumerable<Found> Literal(string text, string part)
    {
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            yield return new(part, at, at + part.Length, default);
        }
    }

    private static string Replacement(Item with, Found match, Frame frame)
    {
        if (with.Function is not { } function)
        {
            return Expanded(with.Text ?? "", match);
        }

        var map = new ItemMap();
        map["match"] = match.Text;
        map["start"] = match.Start;
        map["end"] = match.End;
        map["groups"] = match.Groups;
        return function.CallBack(frame, map).Text ?? throw new JsonataException("D3012", "Attempted to replace a matched string with a non-string value");
    }

    private static string Expanded(string template, Found match)
    {
        var result = new StringBuilder();
        var groups = match.Groups.Count;
        var most = groups == 0 ? 1 : (int)Math.Floor(Math.Log10(groups)) + 1;
        for (var at = 0; at < template.Length; at++)
        {
            var next = at + 1 < template.Length ? template[at + 1] : '\0';
            if (template[at] != '$' || !(next == '$' || char.IsAsciiDigit(next)))
            {
                result.Append(template[at]);
            }
            else if (next is '$' or '0')
            {
                result.Append(next == '$' ? "$" : match.Text);
                at++;
            }
            else
            {
                var digits = 1;
                while (digits < most && at + 1 + digits < template.Length && char.IsAsciiDigit(template[at + 1 + digits]))
                {
                    digits++;
                }

                var group = int.Parse(template.AsSpan(at + 1, digits), NumberStyles.None, CultureInfo.InvariantCulture);
                if (digits > 1 && group > groups)
                {
                    group = int.Parse(template.AsSpan(at + 1, --digits), NumberStyles.None, CultureInfo.InvariantCulture);
                }

                result.Append(group >= 1 && group <= groups ? match.Groups[group - 1].Text : "");
                at += digits;
            }
        }

        return result.ToString();
    }
}
