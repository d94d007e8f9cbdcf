using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>DescribeParameters: what there is, without values.</summary>
internal static class ParameterListing
{
    public static JsonObject DescribeParameters(OperationContext context)
    {
        var input = context.Input;
        if (input.Array("Filters").Count > 0 && input.Array("ParameterFilters").Count > 0)
        {
            throw ParameterErrors.Validation("You can use either Filters or ParameterFilters in a single request.");
        }

        var filters = ParameterFilters.Of(input.Array("ParameterFilters"));
        // No parameter is shared with an account: there are no resource shares.
        var all = input.Bool("Shared") is true ? [] : context.State.List(context.Scope, ParameterStore.Type);
        return SsmPage.Of(input, "Parameters", 50, all
            .Where(filters.Pass)
            .Where(parameter => input.Array("Filters").Objects.All(filter => PassesOld(parameter, filter)))
            .Select(parameter => (parameter.String("Name") ?? "", Shown(parameter))));
    }

    /// <summary>The filters of before <c>ParameterFilters</c>: names by their beginning, types and keys as they are.</summary>
    private static bool PassesOld(JsonObject parameter, JsonObject filter) => filter.Array("Values").Strings.Any(value => filter.String("Key") switch
    {
        "Name" => parameter.String("Name")?.StartsWith(value, StringComparison.Ordinal) is true,
        var key => parameter.String(key ?? "") == value,
    });

    private static JsonObject Shown(JsonObject parameter) => parameter
        .Without("Value")
        .Without("Labels")
        .Without(ParameterStore.Tags)
        .With("Tier", parameter["Tier"] ?? "Standard")
        .With("Policies", parameter.Array("Policies"));
}
