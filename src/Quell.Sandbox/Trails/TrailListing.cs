using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trails;

/// <summary>Which trails there are.</summary>
internal static class TrailListing
{
    public static JsonObject GetTrail(OperationContext context) => JsonObject.Of(("Trail", AccountTrail.Get(context).Shown));

    /// <summary>Trails that are named and not there are left out; without names the region's, with the shadows of trails of all regions.</summary>
    public static JsonObject DescribeTrails(OperationContext context)
    {
        var state = context.State.Current;
        var names = context.Input.Array("trailNameList").Strings.ToList();
        var trails = names.Count > 0
            ? names.Select(name => AccountTrail.Find(state, context.Scope, name)).OfType<AccountTrail>()
            : AccountTrail.Of(state, context.Scope.Account).Where(trail => trail.Scope == context.Scope || trail.IsMultiRegion);
        var isAll = context.Input.Bool("includeShadowTrails") ?? true;
        return JsonObject.Of(("trailList", JsonArray.From(
            trails.Where(trail => isAll || trail.Scope == context.Scope).Select(trail => trail.Shown))));
    }

    public static JsonObject ListTrails(OperationContext context) => JsonObject.Of(("Trails", JsonArray.From(
        AccountTrail.Of(context.State.Current, context.Scope.Account).Select(trail => JsonObject.Of(
            ("TrailARN", trail.Arn), ("Name", trail.Name), ("HomeRegion", trail.Scope.Region))))));
}
