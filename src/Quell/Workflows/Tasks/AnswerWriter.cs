using System.Text;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Workflows.Tasks;

/// <summary>
/// Makes a state's result of a service's answer: members by their names in workflows and in their order, of <c>aws-sdk</c>
/// integrations the payload last, as the histories that AWS gave have them.
/// </summary>
internal sealed class AnswerWriter(MemberNames names)
{
    /// <param name="shape">The operation's output; null where it has none.</param>
    /// <param name="output">The answer by the model's names.</param>
    /// <param name="body">The payload where it travelled apart; it becomes text, as with S3's <c>Body</c>. Null where it did not.</param>
    public JsonObject Write(Shape.Structure? shape, JsonObject output, ReadOnlyMemory<byte>? body)
    {
        if (shape is null)
        {
            return JsonObject.Empty;
        }

        var written = Members(shape, output);
        if (shape.Payload is not { Shape: Shape.Blob } payload)
        {
            return written;
        }

        // Small payloads are in the answer, as base64.
        var bytes = body ?? (output.String(payload.Name) is { } text ? (ReadOnlyMemory<byte>?)Convert.FromBase64String(text) : null);
        written = written.Without(names.Of(payload)).With(names.Of(payload), bytes is { } content ? (JsonValue)Encoding.UTF8.GetString(content.Span) : null);
        return names == MemberNames.Sdk ? written : Sorted(written);
    }

    private JsonObject Members(Shape.Structure shape, JsonObject value)
    {
        var members = new List<KeyValuePair<string, JsonValue>>(value.Count);
        foreach (var member in shape.Members)
        {
            if (value[member.Name] is { } present and not JsonNull)
            {
                members.Add(new(names.Of(member), Value(member.Shape, present)));
            }
            else if (member.Location == MemberLocation.Headers)
            {
                // The SDK reads headers into a map whether there are any or not.
                members.Add(new(names.Of(member), JsonObject.Empty));
            }
        }

        return Sorted(members);
    }

    private static JsonObject Sorted(IEnumerable<KeyValuePair<string, JsonValue>> members) =>
        JsonObject.From(members.OrderBy(member => member.Key, StringComparer.Ordinal));

    private JsonValue Value(Shape shape, JsonValue value) => (shape, value) switch
    {
        (Shape.Structure { IsDocument: true }, _) => value,
        (Shape.Structure structure, JsonObject parts) => Members(structure, parts),
        (Shape.List list, JsonArray items) => JsonArray.From(items.Items.Select(item => Value(list.Item.Shape, item))),
        (Shape.Map map, JsonObject entries) => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)entries)
            .Select(entry => KeyValuePair.Create(entry.Key, Value(map.Value.Shape, entry.Value)))),
        (Shape.Timestamp, JsonString text) when names == MemberNames.Optimized && Timestamps.TryRead(text.Value, out var time) =>
            time.ToUnixTimeMilliseconds(),
        _ => value,
    };
}
