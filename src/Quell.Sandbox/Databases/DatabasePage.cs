using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>RDS's listings: one by its identifier, all, or those that the filters let through, in pages.</summary>
internal static class DatabasePage
{
    private const long UsualRecords = 100;

    /// <param name="kind">What is listed.</param>
    /// <param name="filters">The filters that the listing has, and the member that each looks at.</param>
    public static JsonObject Of(OperationContext context, DatabaseKind kind, IReadOnlyDictionary<string, string> filters)
    {
        var items = context.Input.String(kind.IdMember) is { } id ? [kind.Get(context, id)] : kind.List(context);
        foreach (var filter in context.Input.Array("Filters").Objects)
        {
            var member = filters.GetValueOrDefault(filter.String("Name") ?? "")
                ?? throw DatabaseErrors.InvalidValue($"Unrecognized filter name: {filter.String("Name")}");
            var values = filter.Array("Values").Strings.ToHashSet(StringComparer.Ordinal);
            items = items.Where(item => values.Contains(item.String(member) ?? "") || values.Contains(item.String(kind.ArnMember) ?? ""));
        }

        var page = ListingPage.Of(
            items, kind.IdOf, context.Input.Long("MaxRecords") ?? UsualRecords, context.Input.String("Marker"),
            static () => DatabaseErrors.InvalidValue("The request marker is invalid."));
        return JsonObject.Of((kind.Member + "s", JsonArray.From(page.Items.Select(DatabaseKind.Shown))), ("Marker", page.Next));
    }
}
