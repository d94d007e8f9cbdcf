namespace Quell.Engine.Rules.Explaining;

/// <summary>Explanations in words.</summary>
internal static class ExplanationText
{
    /// <summary>One sentence: that it matches, or the first thing that keeps it from matching.</summary>
    public static string Of(Explanation explanation)
    {
        var way = explanation.Branches > 1
            ? explanation.Matched
                ? $" (branch {explanation.Branch} of {explanation.Branches})"
                : $" (branch {explanation.Branch} of {explanation.Branches}, the nearest)"
            : "";
        return explanation switch
        {
            { Matched: true } => $"matches{way}",
            { FirstFailure: { } failure } => $"{failure.Path} {Found(failure.Found)}{Aside(failure)}, the pattern wants {failure.Wanted}{way}",
            { Conflict: { ArrayPath.Length: > 0 } conflict } =>
                $"each field matches by itself, but no single element of {conflict.ArrayPath} matches {Listed(Within(conflict))} together{way}",
            _ => $"each field matches by itself, but no one choice of array elements matches them together{way}",
        };
    }

    /// <summary>What was found, to stand behind the path.</summary>
    public static string Found(FoundValue found) => found.Kind switch
    {
        FoundKind.Missing => "is missing",
        FoundKind.Object => "is an object, not a value",
        FoundKind.EmptyArray => "is an array without values",
        FoundKind.Null => "is null",
        _ when found.Count == 1 => $"is {found.Values[0]}",
        _ => $"is {string.Join(", ", found.Values)}{(found.Count > found.Values.Length ? $" and {found.Count - found.Values.Length} more" : "")}",
    };

    /// <summary>What helps to find the mistake, in brackets; empty where nothing does.</summary>
    public static string Aside(FieldExplanation field) => (field.DidYouMean, field.Note) switch
    {
        ({ } other, _) => $" (did you mean {other}?)",
        (null, { } note) => $" ({note})",
        _ => "",
    };

    // What all have in front has been said.
    private static List<string> Within(ElementConflict conflict) =>
        [.. conflict.Paths.Select(path => path.StartsWith($"{conflict.ArrayPath}.", StringComparison.Ordinal) ? path[(conflict.ArrayPath.Length + 1)..] : path)];

    private static string Listed(List<string> paths) => paths.Count == 1
        ? paths[0]
        : $"{string.Join(", ", paths.Take(paths.Count - 1))} and {paths[^1]}";
}
