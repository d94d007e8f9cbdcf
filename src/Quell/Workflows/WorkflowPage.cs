using System.Text;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>Listings in pages: <c>maxResults</c> (100 where it is missing or 0) and <c>nextToken</c>, which holds where the last page ended.</summary>
internal static class WorkflowPage
{
    private const int Usual = 100;

    /// <param name="input">The request.</param>
    /// <param name="member">The output member with the items.</param>
    /// <param name="all">What is listed, each with a key that no other has; listed in the keys' order (ordinal).</param>
    public static JsonObject Of(JsonObject input, string member, IEnumerable<(string Key, JsonObject Item)> all)
    {
        var after = After(input.String("nextToken"));
        var limit = input.Long("maxResults") is { } given and > 0 ? (int)given : Usual;
        var page = all.Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        return JsonObject.Of(
            (member, JsonArray.From(page.Take(limit).Select(entry => (JsonValue)entry.Item))),
            ("nextToken", page.Count > limit ? (JsonValue)Convert.ToBase64String(Encoding.UTF8.GetBytes(page[limit - 1].Key)) : null));
    }

    private static string? After(string? token)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw WorkflowErrors.InvalidToken();
    }
}
