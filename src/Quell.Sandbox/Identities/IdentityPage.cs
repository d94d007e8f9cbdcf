using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>Cuts IAM's listings into pages: <c>MaxItems</c> (100 until said), <c>Marker</c>, <c>IsTruncated</c>.</summary>
internal static class IdentityPage
{
    private const int Usual = 100;

    /// <param name="input">The call's parameters.</param>
    /// <param name="member">What the answer calls the list.</param>
    /// <param name="items">The whole listing, ordered by <paramref name="key"/> (ordinal).</param>
    /// <param name="key">What the marker names: the last item's key.</param>
    public static JsonObject Of(JsonObject input, string member, IEnumerable<JsonValue> items, Func<JsonValue, string> key)
    {
        var most = (int)(input.Long("MaxItems") ?? Usual);
        var after = input.String("Marker");
        var found = items.Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).Take(most + 1).ToArray();
        var page = found.Take(most).ToArray();
        var isTruncated = found.Length > page.Length;
        return JsonObject.Of(
            (member, JsonArray.From(page)),
            ("IsTruncated", isTruncated),
            ("Marker", isTruncated ? (JsonValue)key(page[^1]) : null));
    }

    /// <summary>A listing of names.</summary>
    public static JsonObject OfNames(JsonObject input, string member, IEnumerable<string> names) => Of(
        input, member, names.Order(StringComparer.Ordinal).Select(name => (JsonValue)name), name => ((JsonString)name).Value);

    /// <summary>Whether an item lies under the path that the call asks for.</summary>
    public static bool IsUnder(this JsonObject item, JsonObject input) =>
        item.String("Path")?.StartsWith(input.String("PathPrefix") ?? "/", StringComparison.Ordinal) ?? true;
}
