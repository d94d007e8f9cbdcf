using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"String functions", but for those with regexes and encodings. Lengths and positions count code points.</summary>
internal static partial class TextFunctions
{
    public static Builtin[] All { get; } =
    [
        new("string", "<x-b?:s>", (a, context) => a[0].IsUndefined ? default : (Item)context.Evaluation.Taken(ItemJson.Text(a[0], context.Evaluation, a[1].IsTrue())), arity: 1),
        Of("lowercase", LetterCase.Lower),
        Of("uppercase", LetterCase.Upper),
        Of("length", text => Length(text), "n"),
        Of("trim", text => Blanks().Replace(text, " ").Trim(' ')),
        new("substring", "<s-nn?:s>", (a, _) => a[0].Text is { } text ? Substring(text, a[1].Number, a[2].IsUndefined ? null : a[2].Number) : default(Item)),
        new("substringBefore", "<s-s:s>", (a, _) => Split(a, (text, at, _) => text[..at])),
        new("substringAfter", "<s-s:s>", (a, _) => Split(a, (text, at, length) => text[(at + length)..])),
        new("pad", "<s-ns?:s>", (a, context) => a[0].Text is { } text ? Pad(text, a[1].Number, a[2].Text is { Length: > 0 } filler ? filler : " ", context.Evaluation) : default(Item)),
        new("join", "<a<s>s?:s>", (a, context) => a[0].IsUndefined ? default : (Item)Join(a[0], a[1].Text ?? "", context.Evaluation)),
    ];

    private static Builtin Of(string name, Func<string, Item> function, string result = "s") =>
        new(name, $"<s-:{result}>", (a, context) => a[0].Text is { } text ? function(text) : default);

    private static int Length(string text) => text.Length - Pairs(text);

    private static int Pairs(string text)
    {
        var pairs = 0;
        for (var at = 0; at + 1 < text.Length; at++)
        {
            pairs += char.IsSurrogatePair(text[at], text[at + 1]) ? 1 : 0;
        }

        return pairs;
    }

    private static string Substring(string text, double start, double? length)
    {
        var count = Length(text);
        if (count + start < 0)
        {
            start = 0;
        }

        if (length <= 0)
        {
            return "";
        }

        var from = Position(start, count);
        var to = length is null ? count : Position(start >= 0 ? start + length.Value : count + start + length.Value, count);
        return from >= to ? "" : text[Unit(text, from)..Unit(text, to)];
    }

    private static int Position(double at, int count) => (int)Math.Clamp(Math.Truncate(at) is var whole && whole < 0 ? count + whole : whole, 0, count);

    /// <summary>Where the code point with a number begins.</summary>
    private static int Unit(string text, int codePoint)
    {
        var at = 0;
        for (; codePoint > 0 && at < text.Length; codePoint--)
        {
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        }

        return at;
    }

    private static Item Split(Item[] a, Func<string, int, int, string> cut)
    {
        if (a[0].Text is not { } text)
        {
            return default;
        }

        var characters = a[1].Text ?? "undefined";
        var at = text.IndexOf(characters, StringComparison.Ordinal);
        return at < 0 ? text : cut(text, at, characters.Length);
    }

    private static string Pad(string text, double width, string filler, Evaluation evaluation)
    {
        var missing = Math.Floor(Math.Abs(width)) - Length(text);
        if (missing <= 0)
        {
            return text;
        }

        evaluation.Take((long)Math.Min(missing * 4, long.MaxValue / 4d));
        var unit = Length(filler);
        var padding = new StringBuilder();
        for (var filled = 0; filled < missing; filled += unit)
        {
            padding.Append(filler);
        }

        var exact = Substring(padding.ToString(), 0, missing);
        return width > 0 ? text + exact : exact + text;
    }

    private static string Join(Item texts, string separator, Evaluation evaluation)
    {
        var builder = new StringBuilder();
        for (var index = 0; index < texts.Count; index++)
        {
            builder.Append(index > 0 ? separator : "").Append(texts[index].Text);
            evaluation.Bound(builder.Length);
        }

        return evaluation.Taken(builder.ToString());
    }

    [GeneratedRegex("[ \t\n\r]+")]
    private static partial Regex Blanks();
}
