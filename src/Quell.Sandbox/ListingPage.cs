using System.Text;
using Quell.Engine.Json;

namespace Quell.Sandbox;

/// <summary>A part of a listing, and the token for the next one: the last item's key, opaque to clients.</summary>
/// <param name="Items">The part.</param>
/// <param name="Next">Null on the last page.</param>
internal sealed record ListingPage(IReadOnlyList<JsonObject> Items, string? Next)
{
    /// <summary>The items as an answer has them.</summary>
    public JsonArray List => JsonArray.From(Items);

    /// <param name="items">The whole listing, ordered by <paramref name="key"/> (ordinal).</param>
    /// <param name="key">What identifies an item.</param>
    /// <param name="most">How many a page has at most.</param>
    /// <param name="token">Where the page begins; null for the first.</param>
    /// <param name="refusal">What a token that is none is refused with.</param>
    public static ListingPage Of(
        IEnumerable<JsonObject> items, Func<JsonObject, string> key, long most, string? token, Func<Exception> refusal)
    {
        var after = token is null ? null : Read(token) ?? throw refusal();
        var rest = items.Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).Take((int)most + 1).ToList();
        var page = rest.Take((int)most).ToList();
        return new(page, rest.Count > page.Count && page.Count > 0 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(key(page[^1]))) : null);
    }

    private static string? Read(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
