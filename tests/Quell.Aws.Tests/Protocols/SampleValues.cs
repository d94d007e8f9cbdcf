using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Protocols;

/// <summary>Fills a shape with values that are easy to get wrong: characters that need escaping, nesting, lists of two.</summary>
internal static class SampleValues
{
    private const int MaxDepth = 6;

    /// <summary>Null where the shape cannot be filled (event streams).</summary>
    public static JsonObject? Of(Shape.Structure? shape) =>
        shape is null ? JsonObject.Empty : HasEventStream(shape) ? null : Structure(shape, 0, isTop: true);

    public static bool HasEventStream(Shape.Structure? shape) =>
        shape?.Members.Any(member => member.Shape is Shape.Structure { IsEventStream: true }) == true;

    private static JsonObject Structure(Shape.Structure shape, int depth, bool isTop = false)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        foreach (var member in shape.IsUnion ? shape.Members.Take(1) : shape.Members)
        {
            var isRaw = isTop && member == shape.Payload && member.Shape is Shape.Blob;
            if (isRaw || member.Traits.HasFlag(MemberTraits.JsonValue))
            {
                continue;
            }

            if (isTop && member.Shape is Shape.Map && member.Location == MemberLocation.QueryString)
            {
                continue;
            }

            if (Value(member, depth + 1) is { } value)
            {
                members.Add(new(member.Name, value));
            }
        }

        return JsonObject.From(members);
    }

    private static JsonValue? Value(Member member, int depth)
    {
        var isPlain = member.Location is MemberLocation.Header or MemberLocation.Headers || member.Traits.HasFlag(MemberTraits.HostLabel);
        switch (member.Shape)
        {
            case Shape.Structure { IsDocument: true }:
                return JsonObject.Of(("free", "form"));
            case Shape.Structure structure:
                // An empty structure has no trace in a form.
                return depth > MaxDepth || Structure(structure, depth) is not { Count: > 0 } parts ? null : parts;
            case Shape.List list:
                return depth > MaxDepth ? null : Value(list.Item, depth + 1) is { } item ? JsonArray.From(isPlain ? ["a", "b"] : [item, item]) : null;
            case Shape.Map map:
                return depth > MaxDepth ? null : Value(map.Value, depth + 1) is { } value ? JsonObject.Of(("key-1", isPlain ? "v" : value)) : null;
            case Shape.Text text:
                return text.Enum.Length > 0 ? text.Enum[0] : isPlain ? "plain" : "a b+c/ü&<\"é>%2F..";
            case Shape.Number number:
                return number.IsWhole ? 7 : 1.5;
            case Shape.Timestamp:
                return "2026-11-20T16:00:05Z";
            case Shape.Blob:
                return "aGVsbG8g/w==";
            default:
                return true;
        }
    }
}
