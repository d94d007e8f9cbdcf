using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>Values between the JSON of the wire and the neutral form: names, timestamps and checks; the rest is alike.</summary>
/// <param name="isStrict">
/// Whether a value of the wrong kind is refused, as AWS does with requests. Answers are taken as they come.
/// </param>
internal sealed class JsonShapes(bool isStrict)
{
    public static readonly JsonShapes ForRequests = new(isStrict: true);
    public static readonly JsonShapes ForResponses = new(isStrict: false);

    /// <summary>The neutral value of a wire value.</summary>
    /// <exception cref="AwsException"><c>SerializationException</c>: strict, and the value is not of the shape's kind.</exception>
    public JsonValue Read(Shape shape, JsonValue wire) => (shape, wire) switch
    {
        (_, JsonNull) => wire,
        (Shape.Structure { IsDocument: true }, _) => wire,
        (Shape.Structure structure, JsonObject parts) => ReadMembers(structure, parts, static member => member.Location == MemberLocation.Body),
        (Shape.List list, JsonArray items) => JsonArray.From(items.Items.Select(item => Read(list.Item.Shape, item))),
        (Shape.Map map, JsonObject entries) => ReadMap(map, entries),
        (Shape.Timestamp, JsonNumber number) => ReadTime(number, number.Text),
        (Shape.Timestamp, JsonString text) => ReadTime(text, text.Value),
        (Shape.Blob, JsonString text) => !isStrict || Scalars.IsBase64(text.Value) ? wire : throw Refuse("Invalid base64 in a blob."),
        (Shape.Text, JsonString) or (Shape.Boolean, JsonBoolean) => wire,
        (Shape.Number number, JsonNumber value) => !isStrict || !number.IsWhole || value.TryAsLong(out _)
            ? wire
            : throw Refuse("DECIMAL_VALUE cannot be converted to " + number.Kind),
        (Shape.Number { IsWhole: false }, JsonString { Value: "NaN" or "Infinity" or "-Infinity" }) => wire,
        _ => isStrict ? throw Refuse(Mismatch(shape, wire)) : wire,
    };

    /// <summary>The members of the structure that the body holds.</summary>
    public JsonObject ReadMembers(Shape.Structure shape, JsonObject wire, Func<Member, bool> isInBody)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        foreach (var member in shape.Members)
        {
            if (isInBody(member) && wire[member.WireName] is { } value and not JsonNull)
            {
                members.Add(new(member.Name, Read(member.Shape, value)));
            }
        }

        return JsonObject.From(members);
    }

    /// <summary>The wire value of a neutral value.</summary>
    /// <exception cref="ArgumentException">A member that the model does not have.</exception>
    public static JsonValue Write(Shape shape, JsonValue value, string? timestampFormat = null) => (shape, value) switch
    {
        (_, JsonNull) => value,
        (Shape.Structure { IsDocument: true }, _) => value,
        (Shape.Structure structure, JsonObject parts) => WriteMembers(structure, parts, static _ => true),
        (Shape.List list, JsonArray items) => JsonArray.From(items.Items.Select(item => Write(list.Item.Shape, item, list.Item.TimestampFormat))),
        (Shape.Map map, JsonObject entries) => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)entries)
            .Select(entry => KeyValuePair.Create(entry.Key, Write(map.Value.Shape, entry.Value, map.Value.TimestampFormat)))),
        (Shape.Timestamp, _) => WriteTime(shape, value, timestampFormat ?? Timestamps.UnixTimestamp),
        _ => value,
    };

    /// <summary>The wire members of a structure, of those that the body holds.</summary>
    public static JsonObject WriteMembers(Shape.Structure shape, JsonObject parts, Func<Member, bool> isInBody)
    {
        var members = new List<KeyValuePair<string, JsonValue>>(parts.Count);
        foreach (var (name, value) in parts)
        {
            var member = shape.Find(name) ?? throw new ArgumentException($"{shape.Name} has no member '{name}'.", nameof(parts));
            if (value is not JsonNull && isInBody(member))
            {
                members.Add(new(member.WireName, Write(member.Shape, value, member.TimestampFormat)));
            }
        }

        return JsonObject.From(members);
    }

    private static JsonValue WriteTime(Shape shape, JsonValue value, string format)
    {
        var text = Scalars.Write(shape, value, format);
        return format == Timestamps.UnixTimestamp ? new JsonNumber(text) : text;
    }

    private static AwsException Refuse(string message) => new("SerializationException", message);

    private static string Mismatch(Shape shape, JsonValue wire)
    {
        var target = shape switch
        {
            Shape.Number number => number.Kind.ToString(),
            Shape.Text => "String",
            _ => shape.GetType().Name,
        };
        return wire switch
        {
            JsonObject => "Start of structure or map found where not expected.",
            JsonArray => "Start of list found where not expected",
            JsonNumber => $"NUMBER_VALUE can not be converted to a {target}",
            JsonBoolean { Value: true } => $"TRUE_VALUE can not be converted to a {target}",
            JsonBoolean => $"FALSE_VALUE can not be converted to a {target}",
            _ => $"STRING_VALUE can not be converted to a {target}",
        };
    }

    private JsonObject ReadMap(Shape.Map map, JsonObject entries) =>
        JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)entries)
            .Select(entry => KeyValuePair.Create(entry.Key, Read(map.Value.Shape, entry.Value))));

    private JsonValue ReadTime(JsonValue wire, string text)
    {
        if (Timestamps.TryRead(text, out var time))
        {
            return Timestamps.ToNeutral(time);
        }

        return isStrict ? throw Refuse($"'{text}' can not be converted to a Timestamp") : wire;
    }
}
