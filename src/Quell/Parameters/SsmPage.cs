using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>The listings of Systems Manager in pages: <c>MaxResults</c> and <c>NextToken</c>, which holds where the last page ended.</summary>
internal static class SsmPage
{
    /// <param name="input">The request.</param>
    /// <param name="member">The output member with the items.</param>
    /// <param name="usual">The size of a page where none is asked for.</param>
    /// <param name="all">What is listed, each with a key that no other has; listed in the keys' order (ordinal).</param>
    /// <exception cref="Aws.AwsException"><c>InvalidNextToken</c>.</exception>
    public static JsonObject Of(JsonObject input, string member, int usual, IEnumerable<(string Key, JsonObject Item)> all)
    {
        var page = ListingPage.Of(
            all.OrderBy(entry => entry.Key, StringComparer.Ordinal), entry => entry.Key,
            input.Long("MaxResults") ?? usual, input.String("NextToken"), ParameterErrors.BadToken);
        return JsonObject.Of((member, JsonArray.From(page.Items.Select(entry => (JsonValue)entry.Item))), ("NextToken", page.Next));
    }
}
