using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>
/// A payload template, compiled once: Parameters, ResultSelector, ItemSelector, Assign (developer guide, "Manipulate parameters in
/// Step Functions workflows"). A member whose name ends in <c>.$</c> holds a path or an intrinsic function, however deep it is;
/// all else is given as it stands, and parts without such a member are shared, not copied.
/// </summary>
internal abstract record PayloadTemplate
{
    private const string Suffix = ".$";

    private PayloadTemplate()
    {
    }

    /// <summary>Compiles a template; mistakes are added to the list, and then what is returned is of no use.</summary>
    /// <param name="definition">The template as it was written.</param>
    /// <param name="location">Where it stands, as AWS names places: <c>/States/Look/Parameters</c>.</param>
    /// <param name="mistakes">What is wrong, all of it.</param>
    public static PayloadTemplate Compile(JsonValue definition, string location, ICollection<PathMistake> mistakes) => definition switch
    {
        JsonObject parent => CompileObject(parent, location, mistakes),
        JsonArray array => CompileArray(array, location, mistakes),
        _ => new Constant(definition),
    };

    /// <exception cref="PathException">A member has no value.</exception>
    public JsonValue Evaluate(PathScope scope) => this switch
    {
        Constant(var value) => value,
        Bound { Expression: PathExpression.Path { Value.Root: PathRoot.Input } } when scope.Input is JsonNull => throw new PathException(
            PathException.Runtime, "Unable to apply Path transformation to null or empty input."),
        Bound bound => bound.Expression.Evaluate(scope, bound.Field),
        Object(var members) => PathException.Bounded(Evaluate(members, scope)),
        Array(var items) => PathException.Bounded(JsonArray.From(items.Select(item => item.Evaluate(scope)))),
        _ => JsonValue.Null,
    };

    // No two members have one name: that is a mistake when it is compiled.
    private static JsonObject Evaluate(ImmutableArray<(string Name, PayloadTemplate Value)> members, PathScope scope)
    {
        var values = new (string Name, JsonValue? Value)[members.Length];
        for (var position = 0; position < values.Length; position++)
        {
            values[position] = (members[position].Name, members[position].Value.Evaluate(scope));
        }

        return JsonObject.Of(values);
    }

    private static PayloadTemplate CompileObject(JsonObject definition, string location, ICollection<PathMistake> mistakes)
    {
        var members = ImmutableArray.CreateBuilder<(string Name, PayloadTemplate Value)>(definition.Count);
        foreach (var (name, value) in definition)
        {
            var isBound = name.EndsWith(Suffix, StringComparison.Ordinal);
            var plain = isBound ? name[..^Suffix.Length] : name;
            if (isBound && definition.Has(plain))
            {
                mistakes.Add(new(location, $"The fields '{plain}' and '{name}' would both be written to '{plain}'"));
            }

            members.Add((plain, isBound ? CompileBound(name, value, location, mistakes) : Compile(value, $"{location}/{name}", mistakes)));
        }

        return members.All(member => member.Value is Constant && definition.Has(member.Name)) ? new Constant(definition) : new Object(members.DrainToImmutable());
    }

    private static PayloadTemplate CompileArray(JsonArray definition, string location, ICollection<PathMistake> mistakes)
    {
        ImmutableArray<PayloadTemplate> items = [.. definition.Items.Select((item, index) => Compile(item, $"{location}[{index}]", mistakes))];
        return items.All(item => item is Constant) ? new Constant(definition) : new Array(items);
    }

    private static PayloadTemplate CompileBound(string name, JsonValue value, string location, ICollection<PathMistake> mistakes)
    {
        if (value is not JsonString text)
        {
            mistakes.Add(new(location, $"The value for the field '{name}' must be a STRING that contains a JSONPath but was {KindOf(value)}"));
            return new Constant(value);
        }

        try
        {
            return new Bound(name, PathExpression.Parse(text.Value));
        }
        catch (PathSyntaxException)
        {
            mistakes.Add(new(location, $"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call"));
            return new Constant(value);
        }
    }

    private static string KindOf(JsonValue value) => value switch
    {
        JsonObject => "an OBJECT",
        JsonArray => "an ARRAY",
        JsonNumber => "a NUMBER",
        JsonBoolean => "a BOOLEAN",
        _ => "NULL",
    };

    public sealed record Constant(JsonValue Value) : PayloadTemplate;

    public sealed record Bound(string Field, PathExpression Expression) : PayloadTemplate;

    public sealed record Object(ImmutableArray<(string Name, PayloadTemplate Value)> Members) : PayloadTemplate;

    public sealed record Array(ImmutableArray<PayloadTemplate> Items) : PayloadTemplate;
}
