using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>Why a definite path leads nowhere, in the words of json-path, which AWS hands on.</summary>
internal static class MissingStep
{
    public static string Explain(JsonPath path, JsonValue? root)
    {
        if (root is null)
        {
            return $"Variable '${path.Variable}' is not defined";
        }

        var place = new StringBuilder("$");
        var current = root;
        for (var position = 0; position < path.Steps.Length; position++)
        {
            var step = path.Steps[position];
            if (JsonPath.Step(current, step) is not { } next)
            {
                return Explain(current, step, place, isLast: position == path.Steps.Length - 1);
            }

            place.Append(Shown(step));
            current = next;
        }

        return $"No results for path: {place}";
    }

    private static string Explain(JsonValue current, PathStep step, StringBuilder place, bool isLast) => (step, current) switch
    {
        (PathStep.Member, JsonObject) when !isLast => $"Missing property in path {place}{Shown(step)}",
        (PathStep.Member or PathStep.Members, not JsonObject) => $"Property {Shown(step)} not found in path {place}",
        (PathStep.Index, JsonNull) => $"The path {place} is null",
        (PathStep.Index, not JsonArray) =>
            $"Filter: {Shown(step)} can only be applied to arrays. Current context is: {PathException.Shown(current)}",
        _ => $"No results for path: {place}{Shown(step)}",
    };

    private static string Shown(PathStep step) => step switch
    {
        PathStep.Member(var name) => $"['{name}']",
        PathStep.Members(var names) => $"[{string.Join(",", names.Select(name => $"'{name}'"))}]",
        PathStep.Index(var position) => $"[{position}]",
        _ => "[*]",
    };
}
