using System.Text;
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
        var after = After(input.String("NextToken"));
        var limit = (int)(input.Long("MaxResults") ?? usual);
        var page = all.Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        return JsonObject.Of(
            (member, JsonArray.From(page.Take(limit).Select(entry => (JsonValue)entry.Item))),
            ("NextToken", page.Count > limit ? (JsonValue)Convert.ToBase64String(Encoding.UTF8.GetBytes(page[limit - 1].Key)) : null));
    }

    private static string? After(string? token)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw ParameterErrors.BadToken();
    }
}
