using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>A field that has its value in it, or by a path (<c>SecondsPath</c>), or by an expression.</summary>
internal abstract record FieldValue
{
    private FieldValue()
    {
    }

    /// <summary>The field's name, with its <c>Path</c> where it has one.</summary>
    public required string Name { get; init; }

    /// <summary>Reads the field from a state; null where the state has neither form.</summary>
    /// <exception cref="PathSyntaxException">The path is none.</exception>
    /// <exception cref="Expressions.Jsonata.JsonataException">The expression is none.</exception>
    public static FieldValue? Read(JsonObject state, string name, bool isJsonata)
    {
        if (state[name] is { } value)
        {
            return (isJsonata ? JsonataTemplate.Compile(value, name) : new JsonataTemplate.Constant(value)) switch
            {
                JsonataTemplate.Constant(var constant) => new Literal(constant) { Name = name },
                JsonataTemplate.Expression(var field) => new Expression(field) { Name = name },
                var template => new Template(template) { Name = name },
            };
        }

        return !isJsonata && state[name + "Path"] is JsonString path
            ? new Path(PathExpression.Parse(path.Value), path.Value) { Name = name + "Path" }
            : null;
    }

    /// <param name="selected">What <c>$</c> stands for.</param>
    /// <param name="type">What an expression has to give; null for anything.</param>
    public JsonValue Evaluate(Visit visit, JsonValue selected, string? type = null) => this switch
    {
        Literal(var value) => value,
        Path path => path.Value.Evaluate(visit.PathScope(selected), Name),
        Template(var template) => template.Evaluate(visit),
        Expression(var field) => type is null ? field.Evaluate(visit) : field.Evaluate(visit, type),
        _ => JsonValue.Null,
    };

    /// <summary>The value as a whole number (Map's and Task's counts and seconds). Texts of whole numbers are taken from paths, as AWS does.</summary>
    /// <exception cref="StateException">It is none.</exception>
    public long Whole(Visit visit, JsonValue selected)
    {
        var value = Evaluate(visit, selected, "number");
        return value switch
        {
            JsonNumber number when number.TryAsLong(out var whole) => whole,
            JsonString text when this is Path && long.TryParse(text.Value, out var whole) => whole,
            _ => throw NotA("integer", value),
        };
    }

    /// <summary>The value as a number.</summary>
    /// <exception cref="StateException">It is none.</exception>
    public double Number(Visit visit, JsonValue selected)
    {
        var value = Evaluate(visit, selected, "number");
        return value switch
        {
            JsonNumber number => number.AsDouble,
            JsonString text when this is Path && double.TryParse(
                text.Value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
            _ => throw NotA("float", value),
        };
    }

    private StateException NotA(string kind, JsonValue value) => this is Expression ? new(
        Failures.ErrorNames.QueryEvaluationError, $"The {Name} field cannot be parsed as {(kind == "integer" ? "an" : "a")} {kind}: {Plain(value)}")
    {
        Location = Name,
    }
    : new(
        Failures.ErrorNames.Runtime,
        this is Path path
            ? $"The {Name} field refers to value \"{Plain(value)}\" which is not a valid {kind}: {path.Text}"
            : $"The {Name} field has the value \"{Plain(value)}\" which is not a valid {kind}");

    /// <summary>A text without its quotes, anything else as JSON.</summary>
    public static string Plain(JsonValue value) => value is JsonString text ? text.Value : value.ToString();

    public sealed record Literal(JsonValue Value) : FieldValue;

    public sealed record Path(PathExpression Value, string Text) : FieldValue;

    /// <summary>JSON with expressions within it.</summary>
    public sealed record Template(JsonataTemplate Value) : FieldValue;

    public sealed record Expression(JsonataField Field) : FieldValue;
}
