using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Trails;

/// <summary>
/// A trail: a resource in its home region whose members are those of the API's <c>Trail</c>, and beside them its logging
/// status, its selectors and its tags.
/// </summary>
internal sealed record AccountTrail(Scope Scope, JsonObject Value)
{
    public const string ResourceType = "cloudtrail:trail";
    public const string StatusMember = "Status";
    public const string SelectorsMember = "Selectors";
    public const string TagsMember = "TagsList";

    public string Name => Value.String("Name") ?? "";

    public string Arn => Value.String("TrailARN") ?? "";

    public bool IsMultiRegion => Value.Bool("IsMultiRegionTrail") is true;

    /// <summary>What the API shows of it.</summary>
    public JsonObject Shown => Value.Without(StatusMember).Without(SelectorsMember).Without(TagsMember);

    /// <summary>The trail that a name or an ARN means in a region: one at home there, or one of all regions; null for none.</summary>
    public static AccountTrail? Find(ResourceSet state, Scope scope, string text)
    {
        if (Engine.Scopes.Arn.TryParse(text, out var arn))
        {
            return arn.Service == "cloudtrail" && state.Get(new(arn.Scope, ResourceType, arn.Name)) is { } named && arn.Account == scope.Account
                ? new(arn.Scope, named)
                : null;
        }

        return state.Get(new(scope, ResourceType, text)) is { } value
            ? new(scope, value)
            : Of(state, scope.Account).FirstOrDefault(trail => trail.Name == text && trail.IsMultiRegion);
    }

    /// <summary>The account's trails in all regions.</summary>
    public static IEnumerable<AccountTrail> Of(ResourceSet state, string account) => state.ScopesOf(ResourceType)
        .Where(scope => scope.Account == account)
        .OrderBy(scope => scope.Region, StringComparer.Ordinal)
        .SelectMany(scope => state.List(scope, ResourceType).Values.Select(value => new AccountTrail(scope, value)));

    /// <summary>The trail that the call names.</summary>
    public static AccountTrail Get(OperationContext context, string member = "Name")
    {
        var text = context.Input.String(member) ?? "";
        return Find(context.State.Current, context.Scope, text)
            ?? throw TrailErrors.NotFound(ArnOf(context.Scope, text), context.Scope.Account);
    }

    /// <summary>The same, when the call is made in its home region, as every change has to be.</summary>
    public static AccountTrail AtHome(OperationContext context, string member = "Name")
    {
        var trail = Get(context, member);
        return trail.Scope == context.Scope
            ? trail
            : throw new Aws.AwsException(
                "InvalidHomeRegionException",
                $"The trail {trail.Name} may only be modified from its home region {trail.Scope.Region}.");
    }

    public void Put(ResourceEdit state, JsonObject value) => state.Put(Scope, ResourceType, Name, value);

    public static string ArnOf(Scope scope, string text) =>
        text.StartsWith("arn:", StringComparison.Ordinal) ? text : scope.Arn("cloudtrail", $"trail/{text}").ToString();
}
