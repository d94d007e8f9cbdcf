using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>One evaluation of a path that may meet many values. It ends: what it may visit and find is bounded.</summary>
/// <param name="root">What <c>$</c> stands for inside filters.</param>
internal sealed class PathWalk(JsonValue root)
{
    /// <summary>Values that one evaluation may look at: a hundred times what 256 KB of JSON can hold.</summary>
    public const int MaxVisits = 5_000_000;

    /// <summary>Values that one evaluation may find: more than 256 KB of JSON can hold.</summary>
    public const int MaxFound = 200_000;

    private int _visits;
    private int _found;

    /// <summary>What lies at the path; C# null where a definite one leads nowhere.</summary>
    public JsonValue? Find(JsonPath path, JsonValue start)
    {
        Visit(1);
        var found = path.Function is { } function && path.IsDefinite && path.Steps.All(step => step.IsDefinite)
            ? path.FindSimple(start)
            : Collect(path, start);
        return path.Function is not { } call || found is null ? found : call.Apply(found, this);
    }

    /// <summary>What a side of a comparison stands for; C# null for nothing.</summary>
    public JsonValue? Find(FilterOperand operand, JsonValue current) => operand switch
    {
        FilterOperand.Literal(var value) => value,
        FilterOperand.Path(var path) when path.IsSimple => path.FindSimple(StartOf(path, current)),
        FilterOperand.Path(var path) => Find(path, StartOf(path, current)),
        _ => null,
    };

    public bool Matches(PathFilter filter, JsonValue current)
    {
        Visit(1);
        return filter switch
        {
            PathFilter.And(var parts) => parts.All(part => Matches(part, current)),
            PathFilter.Or(var parts) => parts.Any(part => Matches(part, current)),
            PathFilter.Not(var part) => !Matches(part, current),
            PathFilter.Exists(var path) => Find(new FilterOperand.Path(path), current) is { } found && (path.IsDefinite || found is not JsonArray { Count: 0 }),
            PathFilter.Compare compare => FilterComparison.Holds(compare, current, this),
            _ => false,
        };
    }

    /// <summary>Counts work.</summary>
    /// <exception cref="PathException">It is too much.</exception>
    public void Visit(int values)
    {
        _visits += values;
        if (_visits > MaxVisits)
        {
            throw new PathException(PathException.Runtime, $"The path looks at more than {MaxVisits} values");
        }
    }

    private JsonValue StartOf(JsonPath path, JsonValue current) => path.Root == PathRoot.Current ? current : root;

    private JsonValue? Collect(JsonPath path, JsonValue start)
    {
        if (path.IsSimple)
        {
            return path.FindSimple(start);
        }

        var found = new List<JsonValue>();
        Walk(start, path.Steps.AsSpan(), found);
        return !path.IsDefinite ? JsonArray.From(found) : found.Count > 0 ? found[0] : null;
    }

    private void Walk(JsonValue value, ReadOnlySpan<PathStep> steps, List<JsonValue> found)
    {
        while (steps.Length > 0)
        {
            Visit(1);
            if (!steps[0].IsDefinite)
            {
                Branch(steps[0], value, steps[1..], found);
                return;
            }

            if (JsonPath.Step(value, steps[0]) is not { } next)
            {
                return;
            }

            value = next;
            steps = steps[1..];
        }

        if (++_found > MaxFound)
        {
            throw new PathException(PathException.Runtime, $"The path finds more than {MaxFound} values");
        }

        found.Add(value);
    }

    private void Branch(PathStep step, JsonValue value, ReadOnlySpan<PathStep> rest, List<JsonValue> found)
    {
        switch (step, value)
        {
            case (PathStep.Descend, _):
                Descend(value, rest, found);
                break;
            case (PathStep.Members(var names), JsonObject parent) when rest.IsEmpty:
                found.Add(JsonObject.From(names.Where(parent.Has).Select(name => KeyValuePair.Create(name, parent[name] ?? JsonValue.Null))));
                break;
            case (PathStep.Members(var names), JsonObject parent):
                foreach (var name in names)
                {
                    WalkFound(parent[name], rest, found);
                }

                break;
            case (PathStep.Indices(var positions), JsonArray array):
                foreach (var position in positions)
                {
                    WalkFound(JsonPath.At(array, position), rest, found);
                }

                break;
            case (PathStep.Slice slice, JsonArray array):
                WalkSlice(slice, array, rest, found);
                break;
            case (PathStep.All, JsonObject or JsonArray):
                foreach (var child in ChildrenOf(value))
                {
                    Walk(child, rest, found);
                }

                break;
            case (PathStep.Filter(var condition), JsonArray array):
                foreach (var item in array)
                {
                    WalkFound(Matches(condition, item) ? item : null, rest, found);
                }

                break;
            case (PathStep.Filter(var condition), JsonObject):
                WalkFound(Matches(condition, value) ? value : null, rest, found);
                break;
            default:
                break;
        }
    }

    private void WalkFound(JsonValue? value, ReadOnlySpan<PathStep> rest, List<JsonValue> found)
    {
        if (value is not null)
        {
            Walk(value, rest, found);
        }
    }

    /// <summary>The value, then what is below it, in the order of the text.</summary>
    private void Descend(JsonValue value, ReadOnlySpan<PathStep> rest, List<JsonValue> found)
    {
        if (value is not JsonObject and not JsonArray)
        {
            return;
        }

        // An array's items come up by themselves; a filter must not take them twice.
        if (rest[0] is not PathStep.Filter || value is JsonObject)
        {
            Walk(value, rest, found);
        }

        foreach (var child in ChildrenOf(value))
        {
            Visit(1);
            Descend(child, rest, found);
        }
    }

    /// <summary>json-path's slices: an end below zero counts from the end only where there is no start.</summary>
    private void WalkSlice(PathStep.Slice slice, JsonArray array, ReadOnlySpan<PathStep> rest, List<JsonValue> found)
    {
        var (from, to) = slice switch
        {
            { From: { } start, To: { } end } => (start, Math.Min(end, array.Count)),
            { From: { } start } => (Math.Max(0, start < 0 ? array.Count + start : start), array.Count),
            { To: { } end } => (0, Math.Min(end < 0 ? array.Count + end : end, array.Count)),
            _ => (0, array.Count),
        };
        for (var position = Math.Max(from, -array.Count); position < to; position++)
        {
            WalkFound(JsonPath.At(array, position), rest, found);
        }
    }

    private static IEnumerable<JsonValue> ChildrenOf(JsonValue value) => value switch
    {
        JsonObject parent => ((IEnumerable<KeyValuePair<string, JsonValue>>)parent).Select(member => member.Value),
        JsonArray array => array.Items,
        _ => [],
    };
}
