using System.Text;
using System.Text.Json;

namespace Quell.Engine.Rules.Explaining;

/// <summary>Points out values that only look like what a pattern wants: in other case, or a text in place of a number.</summary>
internal static class ValueHint
{
    private const int MostLeaves = 100;
    private const int LongestLeaf = 200;

    /// <param name="leaves">Values, none of which passes.</param>
    /// <param name="wanted">The pattern's list for them.</param>
    public static string? Of(IReadOnlyList<EventLeaf> leaves, string wanted)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(wanted), new() { MaxDepth = Compiling.PatternReader.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Only plain values: an operator says itself what it makes of case and kind.
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var (isText, plain) = (reader.TokenType == JsonTokenType.String, Encoding.UTF8.GetString(reader.ValueSpan));
            foreach (var leaf in leaves.Take(MostLeaves).Where(leaf => leaf.Raw.Length <= LongestLeaf))
            {
                if (Compare(isText, plain, leaf) is { } hint)
                {
                    return hint;
                }
            }
        }

        return null;
    }

    private static string? Compare(bool isText, string plain, EventLeaf leaf)
    {
        var raw = Encoding.UTF8.GetString(leaf.Raw.Span);
        var isLeafText = leaf.Kind == Values.EventValueKind.String;
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
}
