using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>Where a path starts.</summary>
internal enum PathRoot
{
    /// <summary><c>$</c></summary>
    Input,

    /// <summary><c>$$</c></summary>
    Context,

    /// <summary><c>$name</c></summary>
    Variable,

    /// <summary><c>@</c>, in filters.</summary>
    Current,
}

/// <summary>
/// A compiled JSONPath as Step Functions uses it: json-path's language and semantics (github.com/json-path/JsonPath, README), with
/// <c>$$</c> for the context object and <c>$name</c> for variables. Immutable; any number of threads may read with one.
/// </summary>
/// <remarks>A definite path leads to one value or to none. An indefinite one always gives a list, an empty one where it meets
/// nothing, also where what comes before its first wildcard, slice or filter is missing.</remarks>
internal sealed class JsonPath
{
    /// <summary>The steps of a simple path, laid out for the quick way: a name, or where that is null an index.</summary>
    private readonly (string? Name, int Position)[] _simple = [];

    internal JsonPath(string text, PathRoot root, string? variable, ImmutableArray<PathStep> steps, PathFunctionCall? function)
    {
        (Text, Root, Variable, Steps, Function) = (text, root, variable, steps, function);
        var isPlain = steps.All(step => step.IsDefinite);
        IsSimple = isPlain && function is null;
        if (isPlain)
        {
            _simple = [.. steps.Select(step => step is PathStep.Index(var position) ? (null, position) : ((step as PathStep.Member)?.Name, 0))];
        }

        IsDefinite = isPlain || (steps[^1] is PathStep.Members && steps.SkipLast(1).All(step => step.IsDefinite));
    }

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    public PathRoot Root { get; }

    /// <summary>The name of the variable that it starts from.</summary>
    public string? Variable { get; }

    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>The function at its end, that takes what the path leads to.</summary>
    public PathFunctionCall? Function { get; }

    /// <summary>Whether it leads to one value at most, before its function.</summary>
    public bool IsDefinite { get; }

    /// <summary>Whether it is nothing but names and single indices.</summary>
    public bool IsSimple { get; }

    /// <exception cref="PathSyntaxException">It is no path.</exception>
    public static JsonPath Parse(string text) => PathReader.ReadWhole(text);

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out PathSyntaxException? error)
    {
        try
        {
            (path, error) = (Parse(text), null);
            return true;
        }
        catch (PathSyntaxException wrong)
        {
            (path, error) = (null, wrong);
            return false;
        }
    }

    /// <summary>What the path starts from; C# null where a variable is not there.</summary>
    public JsonValue? RootOf(PathScope scope) => Root switch
    {
        PathRoot.Context => scope.Context,
        PathRoot.Variable => scope.Variables.TryGetValue(Variable ?? "", out var value) ? value : null,
        _ => scope.Input,
    };

    /// <summary>What lies at the path; C# null where a definite one leads nowhere.</summary>
    /// <exception cref="PathException">It takes more work than <see cref="PathWalk"/> allows, or its function cannot be applied.</exception>
    public JsonValue? Find(PathScope scope) => RootOf(scope) is { } root
        ? IsSimple ? FindSimple(root) : new PathWalk(root).Find(this, root) is { } found ? PathException.Bounded(found) : null
        : IsDefinite ? null : JsonArray.Empty;

    /// <summary>What lies at the path, for a field whose errors tell json-path's reason: InputPath, OutputPath.</summary>
    /// <exception cref="PathException">It leads nowhere.</exception>
    public JsonValue Read(PathScope scope) => Find(scope)
        ?? throw new PathException(PathException.Runtime, $"Invalid path '{Text}' : {MissingStep.Explain(this, RootOf(scope))}");

    /// <summary>What lies at the path, for a field whose errors tell its name: templates, ErrorPath, CausePath.</summary>
    /// <exception cref="PathException">It leads nowhere.</exception>
    public JsonValue Read(PathScope scope, string field) => Find(scope) ?? throw PathException.NotFound(this, field, scope);

    /// <summary>Follows a path of nothing but names and single indices, without allocating.</summary>
    internal JsonValue? FindSimple(JsonValue root)
    {
        JsonValue? current = root;
        foreach (var (name, position) in _simple)
        {
            current = name is not null ? (current as JsonObject)?[name] : current is JsonArray array ? At(array, position) : null;
            if (current is null)
            {
                return null;
            }
        }

        return current;
    }

    internal static JsonValue? Step(JsonValue value, PathStep step) => step switch
    {
        PathStep.Member(var name) => (value as JsonObject)?[name],
        PathStep.Index(var position) => value is JsonArray array ? At(array, position) : null,
        _ => null,
    };

    internal static JsonValue? At(JsonArray array, int position)
    {
        var index = position < 0 ? array.Count + position : position;
        return index >= 0 && index < array.Count ? array[index] : null;
    }

    public override string ToString() => Text;
}
