using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Client;

/// <summary>Finds the tokens of the next page in a page.</summary>
internal static class PageTokens
{
    /// <summary>The input members that ask for the next page; null where this page is the last.</summary>
    public static JsonObject? Next(Paginator paginator, JsonObject page)
    {
        if (paginator.MoreResults is { } more && Find(page, more) is not JsonBoolean { Value: true } and not JsonString { Value: "true" })
        {
            return null;
        }

        var tokens = paginator.InputTokens.Zip(paginator.OutputTokens)
            .Select(pair => (pair.First, Value: Find(page, pair.Second)))
            .Where(pair => pair.Value is not null and not JsonNull and not JsonString { Value: "" })
            .ToArray();
        return tokens.Length == 0 ? null : JsonObject.Of(tokens);
    }

    /// <summary>
    /// The value of an expression of the kind that the models use: names with dots, <c>[-1]</c> for the last item, and <c>||</c>.
    /// </summary>
    public static JsonValue? Find(JsonObject page, string expression)
    {
        foreach (var alternative in expression.Split("||", StringSplitOptions.TrimEntries))
        {
            JsonValue? value = page;
            foreach (var step in alternative.Split('.'))
            {
                var isLast = step.EndsWith("[-1]", StringComparison.Ordinal);
                value = (value as JsonObject)?[isLast ? step[..^4] : step];
                value = isLast ? value is JsonArray { Count: > 0 } items ? items[items.Count - 1] : null : value;
            }

            if (value is not null and not JsonNull)
            {
                return value;
            }
        }

        return null;
    }
}
