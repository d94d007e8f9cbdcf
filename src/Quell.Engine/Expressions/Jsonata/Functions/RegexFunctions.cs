using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>The string functions that take regexes.</summary>
internal static class RegexFunctions
{
    public static Builtin[] All { get; } =
    [
        new("contains", "<s-(sf):b>", (a, _) => a[0].Text is { } text
            ? a[1].Text is { } part ? text.Contains(part, StringComparison.Ordinal) : Pattern(a[1]).Matches(text).Any()
            : default(Item)),
        new("match", "<s-f<s:o>n?:a<o>>", Match),
        new("split", "<s-(sf)n?:a<s>>", Split),
        new("replace", "<s-(sf)(sf)n?:s>", Replace),
    ];

    private static RegexFunction Pattern(Item item) => item.Ref as RegexFunction
        ?? throw new JsonataException("T1010", "The matcher function argument passed to a function does not return the correct object structure");

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
        foreach (var match in Pattern(a[1]).Matches(text).Take(Limit(a[2], "D3040", "match")))
        {
            context.Evaluation.Take(256 + (2L * match.Length));
            var map = new ItemMap();
            map["match"] = match.Value;
            map["index"] = match.Index;
            map["groups"] = RegexFunction.Groups(match);
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
        IEnumerable<string> all = a[1].Text is not { } separator ? Parts(text, Pattern(a[1]))
            : separator.Length == 0 ? text.Select(character => character.ToString())
            : text.Split(separator);
        foreach (var part in all.Take(limit))
        {
            parts.Add(part);
        }

        return parts;
    }

    private static IEnumerable<string> Parts(string text, RegexFunction pattern)
    {
        var start = 0;
        foreach (var match in pattern.Matches(text))
        {
            yield return text[start..match.Index];
            start = match.Index + match.Length;
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
        var ranges = a[1].Text is { } part ? Literal(text, part) : Pattern(a[1]).Matches(text).Select(match => (match.Index, match.Length, (Match?)match));
        foreach (var (index, length, match) in ranges.Take(limit))
        {
            result.Append(text, start, index - start).Append(match is null ? a[2].Text : Replacement(a[2], match, context.Frame));
            context.Evaluation.Bound(result.Length);
            start = index + length;
        }

        return context.Evaluation.Taken(result.Append(text, start, text.Length - start).ToString());
    }

    private static IEnumerable<(int Index, int Length, Match? Match)> Literal(string text, string part)
    {
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            yield return (at, part.Length, null);
        }
    }

    private static string Replacement(Item with, Match match, Frame frame) => with.Function is { } function
        ? function.CallBack(frame, RegexFunction.Describe(match)).Text ?? throw new JsonataException("D3012", "Attempted to replace a matched string with a non-string value")
        : Expanded(with.Text ?? "", match);

    private static string Expanded(string template, Match match)
    {
        var result = new StringBuilder();
        var groups = match.Groups.Count - 1;
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
                result.Append(next == '$' ? "$" : match.Value);
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

                result.Append(group <= groups ? match.Groups[group].Value : "");
                at += digits;
            }
        }

        return result.ToString();
    }
}
