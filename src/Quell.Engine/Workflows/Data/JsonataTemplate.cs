using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>
/// Arguments, Output, Assign, Items, … of a JSONata state: JSON in which a text from <c>{%</c> to <c>%}</c> stands for what its
/// expression gives. Parts without an expression are shared, not copied.
/// </summary>
internal abstract record JsonataTemplate
{
    private JsonataTemplate()
    {
    }

    /// <param name="definition">As it was written.</param>
    /// <param name="location">How errors name its place: <c>Output</c>, <c>Output/result</c>.</param>
    /// <exception cref="Expressions.Jsonata.JsonataException">An expression in it is wrong.</exception>
    public static JsonataTemplate Compile(JsonValue definition, string location)
    {
        switch (definition)
        {
            case JsonString text when JsonataField.IsExpression(text.Value):
                return new Expression(JsonataField.Parse(text.Value, location));
            case JsonObject parent:
                var members = parent.Select(member => (member.Key, Value: Compile(member.Value, $"{location}/{member.Key}"))).ToImmutableArray();
                return members.All(member => member.Value is Constant) ? new Constant(parent) : new Object(members);
            case JsonArray array:
                var items = array.Items.Select((item, index) => Compile(item, $"{location}[{index}]")).ToImmutableArray();
                return items.All(item => item is Constant) ? new Constant(array) : new Array(items);
            default:
                return new Constant(definition);
        }
    }

    /// <exception cref="StateException">An expression failed, or gave nothing.</exception>
    public JsonValue Evaluate(Visit visit) => this switch
    {
        Constant(var value) => value,
        Expression(var field) => field.Evaluate(visit),
        Object(var members) => JsonObject.From(members.Select(member => KeyValuePair.Create(member.Name, member.Value.Evaluate(visit)))),
        Array(var items) => JsonArray.From(items.Select(item => item.Evaluate(visit))),
        _ => JsonValue.Null,
    };

    public sealed record Constant(JsonValue Value) : JsonataTemplate;

    public sealed record Expression(JsonataField Field) : JsonataTemplate;

    public sealed record Object(ImmutableArray<(string Name, JsonataTemplate Value)> Members) : JsonataTemplate;

    public sealed record Array(ImmutableArray<JsonataTemplate> Items) : JsonataTemplate;
}
