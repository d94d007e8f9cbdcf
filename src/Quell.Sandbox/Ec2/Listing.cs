using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>A describe call over one kind: by ids, by filters, in pages, ordered by id.</summary>
/// <param name="Kind">What is listed.</param>
/// <param name="Output">The output's list: <c>Vpcs</c>.</param>
/// <param name="Ids">The input's list of ids: <c>VpcIds</c>.</param>
/// <param name="Filters">What it can be filtered by.</param>
/// <param name="FilterMember">The input's list of filters; a few operations call it <c>Filter</c>.</param>
internal sealed record Listing(Ec2Kind Kind, string Output, string Ids, Filters Filters, string FilterMember = "Filters")
{
    public JsonObject Describe(Ec2Region ec2, JsonObject input)
    {
        var (items, token) = Page.Of(Select(ec2, input), item => item.Text(Kind.IdMember), input);
        return JsonObject.Of((Output, items), ("NextToken", token is null ? null : (JsonValue)token));
    }

    /// <summary>What the ids and filters of the input select, ordered by id.</summary>
    public IEnumerable<JsonObject> Select(Ec2Region ec2, JsonObject input)
    {
        var ids = input.Texts(Ids);
        var resources = ids.Count == 0
            ? ec2.All(Kind)
            : ec2.Need(Kind, ids).OrderBy(item => item.Text(Kind.IdMember), StringComparer.Ordinal);
        return Filters.Apply(resources, input.Array(FilterMember));
    }
}
