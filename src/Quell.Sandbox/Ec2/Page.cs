using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>
/// Cuts a listing into pages. The token names the last item that was handed out, so that pages neither repeat nor skip
/// what stays, whatever is created or deleted in between.
/// </summary>
internal static class Page
{
    /// <param name="items">The whole listing, ordered by <paramref name="key"/> (ordinal).</param>
    /// <param name="key">What an item is found again by.</param>
    /// <param name="input">Holds <c>MaxResults</c> and <c>NextToken</c>, or not.</param>
    /// <returns>The page, and the token of the next; null at the end.</returns>
    public static (JsonArray Items, string? NextToken) Of(
        IEnumerable<JsonObject> items, Func<JsonObject, string> key, JsonObject input)
    {
        if (input.String("NextToken") is { Length: > 0 } token)
        {
            var last = PageToken.Read(token, static () => new AwsException("InvalidPaginationToken", "The specified pagination token is not valid or is expired."));
            items = items.Where(item => string.CompareOrdinal(key(item), last) > 0);
        }

        if (input.Long("MaxResults") is not { } size)
        {
            return (JsonArray.From(items), null);
        }

        if (size < 5)
        {
            throw Inputs.Invalid($"Value ( {size} ) for parameter maxResults is invalid. Expecting a value greater than 5.");
        }

        var page = items.Take((int)Math.Min(size, 1000) + 1).ToList();
        if (page.Count <= Math.Min(size, 1000))
        {
            return (JsonArray.From(page), null);
        }

        page.RemoveAt(page.Count - 1);
        return (JsonArray.From(page), PageToken.Write(key(page[^1])));
    }
}
