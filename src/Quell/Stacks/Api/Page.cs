using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Stacks.Api;

/// <summary>One page of a listing; the token is the place at which the next one begins.</summary>
internal static class Page
{
    private const int Size = 100;

    public static JsonObject Of(OperationContext context, string member, IEnumerable<JsonObject> all)
    {
        var token = context.Input.String("NextToken");
        var start = 0;
        if (token is not null && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start == 0))
        {
            throw StackErrors.Validation("1 validation error detected: Value at 'nextToken' failed to satisfy constraint: Member is not a token that this listing gave");
        }

        var items = all.Skip(start).Take(Size + 1).ToList();
        return JsonObject.Of(
            (member, JsonArray.From(items.Take(Size))),
            ("NextToken", items.Count > Size ? (start + Size).ToString(CultureInfo.InvariantCulture) : null));
    }
}
