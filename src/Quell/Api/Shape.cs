using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Api;

/// <summary>How values look in every answer: times in ISO 8601 with milliseconds, in UTC; what there is not is left out.</summary>
internal static class Shape
{
    public static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;

    public static JsonValue? Number(long? number) => number is { } value ? (JsonValue)value : null;

    public static JsonValue? Time(DateTimeOffset? time) => time is { } value
        ? value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : (JsonValue?)null;

    /// <summary>JSON as it is; what is no JSON, as text.</summary>
    public static JsonValue Json(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonValue.Parse(bytes.Span);
        }
        catch (JsonSyntaxException)
        {
            return System.Text.Encoding.UTF8.GetString(bytes.Span);
        }
    }

    /// <summary>A page of a listing: the items under their name and, where there may be more, where the next page begins.</summary>
    /// <param name="next">The place of an item in the order of the listing.</param>
    public static JsonObject Page<T>(string name, IReadOnlyList<T> items, int limit, Func<T, JsonObject> shape, Func<T, long> next) => JsonObject.Of(
        (name, JsonArray.From(items.Select(shape))),
        ("next", items.Count == limit ? (JsonValue)next(items[^1]) : null));
}
