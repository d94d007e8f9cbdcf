using System.Text;
using System.Text.Json;
using Quell.Engine.Rules.Compiling;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>
/// Points out values that only look like what a pattern wants: in other case, a text in place of a number, or one that another
/// operator would have taken.
/// </summary>
internal static class ValueHint
{
    private const int MostLeaves = 100;
    private const int LongestLeaf = 200;

    /// <summary>A shorter text is part of many by chance.</summary>
    private const int ShortestPart = 3;

    /// <param name="leaves">Values, none of which passes.</param>
    /// <param name="wanted">The pattern's list for them.</param>
    public static string? Of(IReadOnlyList<EventLeaf> leaves, string wanted)
    {
        List<EventLeaf> likely = [.. leaves.Take(MostLeaves).Where(leaf => leaf.Raw.Length <= LongestLeaf)];
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(wanted), new() { MaxDepth = PatternReader.MaxDepth });
        reader.Read();
        string? farther = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var isOperator = reader.TokenType == JsonTokenType.StartObject;
            var (isText, name, plain) = isOperator ? Operator(ref reader) : (reader.TokenType == JsonTokenType.String, "", Text(ref reader));
            foreach (var leaf in plain.Length == 0 ? [] : likely)
            {
                if (!isOperator && Compare(isText, plain, leaf) is { } hint)
                {
                    return hint;
                }

                farther ??= isText ? OtherOperator(name, plain, leaf) : null;
            }
        }

        return farther;
    }

    /// <summary>Reads an expression to its end: its name, and its text where it is one.</summary>
    private static (bool IsText, string Name, string Text) Operator(ref Utf8JsonReader reader)
    {
        reader.Read();
        var name = Text(ref reader);
        reader.Read();
        var (isText, text) = (reader.TokenType == JsonTokenType.String, Text(ref reader));
        reader.Skip();
        reader.Read();
        return (isText, name, text);
    }

    private static string Text(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan);

    private static string? Compare(bool isText, string plain, EventLeaf leaf)
    {
        var raw = Encoding.UTF8.GetString(leaf.Raw.Span);
        var isLeafText = leaf.Kind == EventValueKind.String;
        var other = isLeafText ? raw[1..^1] : raw;
        return (isText, isLeafText) switch
        {
            (true, true) when other.Equals(plain, StringComparison.OrdinalIgnoreCase) => $"{raw} differs only in case",
            (true, true) when other.Trim() == plain.Trim() => $"{raw} differs only in spaces",
            (true, false) when other == plain => $"{raw} is not a text, and the pattern wants the text \"{plain}\"",
            (false, true) when other == plain => $"{raw} is a text, and the pattern wants {plain} without quotes",
            _ => null,
        };
    }

    /// <param name="name">The operator that did not take the value; empty for a plain text.</param>
    private static string? OtherOperator(string name, string wanted, EventLeaf leaf)
    {
        if (leaf.Kind != EventValueKind.String)
        {
            return null;
        }

        var other = Encoding.UTF8.GetString(leaf.Raw.Span[1..^1]);
        return name switch
        {
            "" when IsWildcardFor(wanted, other) => Would($"{{\"wildcard\": \"{wanted}\"}}"),
            "" when wanted.Length < ShortestPart => null,
            "" when other.StartsWith(wanted, StringComparison.Ordinal) => Would($"{{\"prefix\": \"{wanted}\"}}"),
            "" when other.EndsWith(wanted, StringComparison.Ordinal) => Would($"{{\"suffix\": \"{wanted}\"}}"),
            "prefix" when other.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) => Would(InAnyCase(name, wanted)),
            "suffix" when other.EndsWith(wanted, StringComparison.OrdinalIgnoreCase) => Would(InAnyCase(name, wanted)),
            _ => null,
        };
    }

    private static bool IsWildcardFor(string text, string other) =>
        text.Contains('*', StringComparison.Ordinal) && !$"{text}{other}".Contains('\\', StringComparison.Ordinal) && Wildcard.Split(text, out _) is { } pieces
        && new WildcardTest(pieces).Accepts(new(EventValueKind.String, Encoding.UTF8.GetBytes(other)));

    private static string InAnyCase(string name, string wanted) => $"{{\"{name}\": {{\"equals-ignore-case\": \"{wanted}\"}}}}";

    private static string Would(string expression) => $"{expression} would match";
}
