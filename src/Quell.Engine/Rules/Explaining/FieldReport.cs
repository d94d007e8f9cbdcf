using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>Says of a field what the event has there.</summary>
internal static class FieldReport
{
    private const int MostValues = 5;
    private const int LongestValue = 200;
    private const int MostNames = 6;
    private const int LongestName = 60;

    /// <param name="chosen">What the match has taken there; null where there is no match.</param>
    public static FieldExplanation Of(EventNode @event, FieldTrial field, IReadOnlyList<EventLeaf>? chosen, string wanted)
    {
        var way = field.Tests.Path.Split('.');
        var (node, depth) = @event.Follow(way);
        var isThere = depth == way.Length;
        var found = Found(isThere ? node : null, chosen ?? field.Leaves);
        if (chosen is not null || field.Passes)
        {
            var isElsewhere = chosen is { Count: 0 } && field.Leaves.Count > 0;
            return new(field.Tests.Path, true, wanted, found, null, isElsewhere ? "its values lie in other elements of the array" : null);
        }

        return isThere
            ? new(field.Tests.Path, false, wanted, found, null, ValueHint.Of(field.Leaves, wanted))
            : new(field.Tests.Path, false, wanted, found, KeyHint.Of(@event, way), WhyMissing(node));
    }

    private static FoundValue Found(EventNode? node, IReadOnlyList<EventLeaf> leaves)
    {
        var kind = leaves.Count switch
        {
            > 0 => leaves.All(leaf => leaf.IsNull) ? FoundKind.Null : FoundKind.Values,
            _ when node is { HasObject: true } => FoundKind.Object,
            _ when node is { HasArray: true } => FoundKind.EmptyArray,
            _ => FoundKind.Missing,
        };
        return new(kind, [.. leaves.Take(MostValues).Select(leaf => leaf.Shortened(LongestValue))], leaves.Count);
    }

    /// <param name="last">The last node on the way that is there.</param>
    private static string? WhyMissing(EventNode last)
    {
        var who = last.Path.Length == 0 ? "the event" : last.Path;
        return last switch
        {
            { Names.Count: > 0 } => $"{who} has {Listed(last.Names)}",
            { HasObject: true } => $"{who} is an empty object",
            { Leaves.Count: > 0 } => $"{who} is {Kind(last.Leaves[0])}, not an object",
            { HasArray: true } => $"{who} is an empty array",
            _ => null,
        };
    }

    private static string Kind(EventLeaf leaf) => leaf.Kind switch
    {
        EventValueKind.String => "a text",
        EventValueKind.Number => "a number",
        _ => leaf.IsNull ? "null" : "true or false",
    };

    private static string Listed(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(name => name.Length > LongestName ? name[..LongestName] + "…" : name))
        + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
