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
        var page = ListingPage.Of(
            all.OrderBy(item => item.Name, StringComparer.Ordinal), item => item.Name,
            input.Long("Limit") ?? Longest, input.String("NextToken"), static () => EventErrors.Validation("Unable to parse token."));
        return JsonObject.Of((member, JsonArray.From(page.Items.Select(item => item.Value))), ("NextToken", page.Next));
    }
}
