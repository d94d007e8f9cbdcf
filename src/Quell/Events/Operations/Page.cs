using System.Text;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Events.Operations;

/// <summary>Listings in pages: <c>Limit</c> (100 where it is missing) and <c>NextToken</c>, which holds the last page's last name.</summary>
internal static class Page
{
    private const int Longest = 100;

    /// <summary>Answers with a page of what is given in the order of its names (ordinal).</summary>
    public static JsonObject Of(OperationContext context, string member, IEnumerable<(string Name, JsonValue Value)> all) => Of(context.Input, member, all);

    /// <inheritdoc cref="Of(OperationContext, string, IEnumerable{ValueTuple{string, JsonValue}})"/>
    public static JsonObject Of(JsonObject input, string member, IEnumerable<(string Name, JsonValue Value)> all)
    {
        var after = After(input.String("NextToken"));
        var limit = (int)(input.Long("Limit") ?? Longest);
        var page = all.OrderBy(item => item.Name, StringComparer.Ordinal)
            .SkipWhile(item => after is not null && string.CompareOrdinal(item.Name, after) <= 0)
            .Take(limit + 1)
            .ToList();
        return JsonObject.Of(
            (member, JsonArray.From(page.Take(limit).Select(item => item.Value))),
            ("NextToken", page.Count > limit ? (JsonValue)Convert.ToBase64String(Encoding.UTF8.GetBytes(page[limit - 1].Name)) : null));
    }

    private static string? After(string? token)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw EventErrors.Validation("Unable to parse token.");
    }
}
