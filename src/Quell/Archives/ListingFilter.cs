using Quell.Engine.Json;
using Quell.Events.Operations;

namespace Quell.Archives;

/// <summary>The filters of ListArchives and ListReplays, of which a request may have one.</summary>
internal static class ListingFilter
{
    private static readonly string[] Filters = ["NamePrefix", "State", "EventSourceArn"];

    /// <exception cref="Aws.AwsException">There are several.</exception>
    public static void Check(JsonObject input, string operation)
    {
        if (Filters.Count(input.Has) > 1)
        {
            throw EventErrors.Validation($"At most one filter is allowed for {operation}. Use either : State, EventSourceArn, or NamePrefix.");
        }
    }

    public static bool Passes(JsonObject input, JsonObject resource, string nameMember) =>
        (input.String("NamePrefix") is not { } prefix || resource.String(nameMember)?.StartsWith(prefix, StringComparison.Ordinal) is true)
        && (input.String("State") is not { } state || resource.String("State") == state)
        && (input.String("EventSourceArn") is not { } source || resource.String("EventSourceArn") == source);
}
