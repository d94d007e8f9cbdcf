using System.Globalization;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// XML turned into JSON as S3 and the newer half of EC2 have it in the trail: an element that occurs once is a value, one
/// that occurs more often an array; texts that look like numbers or booleans are such; an empty element is <c>""</c>.
/// </summary>
internal static class XmlForm
{
    private static readonly JsonValue Empty = "";

    /// <summary>A structure's elements by their wire names.</summary>
    public static JsonObject Structure(Shape.Structure shape, JsonObject value) => JsonObject.From(
        from member in shape.Members
        let given = value[member.Name]
        where given is not null
        select member.Shape is Shape.List list && given is JsonArray items
            ? KeyValuePair.Create(member.WireName, List(list, items, member.IsFlattened))
            : KeyValuePair.Create(member.WireName, Value(member.Shape, given)));

    public static JsonValue Value(Shape shape, JsonValue value) => shape switch
    {
        Shape.Structure structure when value is JsonObject members => members.Count == 0 ? Empty : Structure(structure, members),
        Shape.List list when value is JsonArray items => List(list, items, isFlattened: false),
        _ => Typed(value),
    };

    /// <summary>One element is itself, several are an array.</summary>
    public static JsonValue Repeated(IReadOnlyList<JsonValue> items) => items is [var single] ? single : JsonArray.From(items);

    private static JsonValue List(Shape.List list, JsonArray items, bool isFlattened)
    {
        if (items.Count == 0)
        {
            return Empty;
        }

        var elements = Repeated([.. items.Select(item => Value(list.Item.Shape, item))]);
        return isFlattened ? elements : JsonObject.Of((list.Item.LocationName ?? "member", elements));
    }

    private static JsonValue Typed(JsonValue value) => value switch
    {
        JsonString { Value: "true" } => true,
        JsonString { Value: "false" } => false,
        JsonString text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text.Value => number,
        _ => value,
    };
}
