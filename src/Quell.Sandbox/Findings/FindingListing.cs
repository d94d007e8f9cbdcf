using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>GetFindings: filtered, sorted, in pages.</summary>
internal static class FindingListing
{
    private const long UsualResults = 100;

    public static JsonObject GetFindings(OperationContext context)
    {
        SecurityHub.Required(context);
        var filters = new FindingFilters(context.Input.Object("Filters") ?? JsonObject.Empty, context.Now);
        var found = context.State.List(context.Scope, Finding.ResourceType).Where(filters.Fits);
        foreach (var criterion in context.Input.Array("SortCriteria").Objects.Reverse())
        {
            var field = criterion.String("Field") ?? "";
            string Key(JsonObject finding) => FindingFields.ValuesOf(finding, field).Select(SortText).FirstOrDefault() ?? "";
            found = criterion.String("SortOrder") == "desc"
                ? found.OrderByDescending(Key, StringComparer.Ordinal)
                : found.OrderBy(Key, StringComparer.Ordinal);
        }

        var start = StartOf(context.Input.String("NextToken"));
        var most = (int)(context.Input.Long("MaxResults") ?? UsualResults);
        var rest = found.Skip(start).Take(most + 1).ToList();
        return JsonObject.Of(
            ("Findings", JsonArray.From(rest.Take(most).Select(finding => finding.Without(FindingImport.SetByCustomer)))),
            ("NextToken", rest.Count > most ? (JsonValue?)(start + most).ToString(CultureInfo.InvariantCulture) : null));
    }

    private static int StartOf(string? token) => token is null ? 0
        : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start
        : throw SecurityHub.InvalidInput("Invalid NextToken.");

    /// <summary>Numbers are sorted as such.</summary>
    private static string SortText(JsonValue value) => value switch
    {
        JsonString text => text.Value,
        JsonNumber number => number.AsDouble.ToString("000000000000.000", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
