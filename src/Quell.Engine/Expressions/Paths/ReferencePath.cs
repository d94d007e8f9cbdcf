using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>
/// A path that names one place, where a ResultPath puts a value (developer guide, "Reference paths"; Amazon States Language,
/// "Paths"): <c>$</c>, names and single indices.
/// </summary>
internal sealed class ReferencePath
{
    private readonly JsonPath _path;

    private ReferencePath(JsonPath path) => _path = path;

    public string Text => _path.Text;

    /// <exception cref="PathSyntaxException">It is no reference path; the reason is AWS's message where that is known.</exception>
    public static ReferencePath Parse(string text)
    {
        if (!text.StartsWith('$'))
        {
            throw new PathSyntaxException("Value is not a Reference Path: Reference path didn't start with '$'", 1);
        }

        var path = JsonPath.Parse(text);
        return path is { IsSimple: true, Root: PathRoot.Input }
            ? new ReferencePath(path)
            : throw new PathSyntaxException("Value is not a Reference Path: it has to lead to a single place of the input", 1);
    }

    /// <summary>
    /// What the guide denies to the reference paths that fields of a state read with: functions, operators that are words, regular
    /// expressions, and filters that look at another place. Null where there is none of it.
    /// </summary>
    public static string? Refusal(JsonPath path) => path.Function is { } function
        ? $"functions such as {function.Name}() are not supported"
        : path.Steps.OfType<PathStep.Filter>().Select(step => Refusal(step.Condition)).FirstOrDefault(reason => reason is not null);

    /// <summary>The target with the value at this place. Objects on the way are made where they are missing.</summary>
    /// <exception cref="PathException">Something that is no object, or no such index, is in the way, or the result is nested too deep.</exception>
    public JsonValue Write(JsonValue target, JsonValue value) =>
        Write(target, _path.Steps.AsSpan(), value) is { } written
            ? PathException.Bounded(written)
            : throw new PathException(
                PathException.ResultPathMatchFailure, $"Unable to apply ReferencePath {Text} to input {PathException.Shown(target)}");

    private static JsonValue? Write(JsonValue? target, ReadOnlySpan<PathStep> steps, JsonValue value)
    {
        if (steps.IsEmpty)
        {
            return value;
        }

        switch (steps[0], target)
        {
            case (PathStep.Member(var name), JsonObject or null):
                var parent = target as JsonObject ?? JsonObject.Empty;
                return Write(parent[name], steps[1..], value) is { } member ? parent.With(name, member) : null;
            case (PathStep.Index(var position), JsonArray array) when position >= 0 && position < array.Count:
                return Write(array[position], steps[1..], value) is { } item ? new JsonArray(array.Items.SetItem(position, item)) : null;
            default:
                return null;
        }
    }

    private static string? Refusal(PathFilter condition) => condition switch
    {
        PathFilter.And(var parts) => First(parts),
        PathFilter.Or(var parts) => First(parts),
        PathFilter.Not(var part) => Refusal(part),
        PathFilter.Exists(var path) => Refusal(new FilterOperand.Path(path)),
        PathFilter.Compare { Operator: FilterOperator.Matches } => "filtering by a regular expression is not supported",
        PathFilter.Compare { Operator: >= FilterOperator.In } compare => $"the operator {compare.Operator.ToString().ToLowerInvariant()} is not supported",
        PathFilter.Compare compare => Refusal(compare.Left) ?? Refusal(compare.Right),
        _ => null,
    };

    private static string? Refusal(FilterOperand operand) => operand switch
    {
        FilterOperand.Path({ Root: not PathRoot.Current }) => "filtering by another value of the data is not supported",
        FilterOperand.Path(var path) => Refusal(path),
        _ => null,
    };

    private static string? First(ImmutableArray<PathFilter> parts) => parts.Select(Refusal).FirstOrDefault(reason => reason is not null);
}
