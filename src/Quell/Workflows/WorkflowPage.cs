using Quell.Aws.Operations;
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
        var page = ListingPage.Of(
            all.OrderBy(entry => entry.Key, StringComparer.Ordinal), entry => entry.Key,
            input.Long("maxResults") is { } given and > 0 ? given : Usual, input.String("nextToken"), WorkflowErrors.InvalidToken);
        return JsonObject.Of((member, JsonArray.From(page.Items.Select(entry => (JsonValue)entry.Item))), ("nextToken", page.Next));
    }
}
