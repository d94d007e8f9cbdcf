using System.Collections.Immutable;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Permissions;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>
/// SimulateCustomPolicy and SimulatePrincipalPolicy: what the evaluator that decides calls would say (IAM API Reference). Which
/// statements fitted is not told.
/// </summary>
internal static class PolicySimulation
{
    public static JsonObject Custom(OperationContext context) =>
        Answer(context, Inputs(context, "PolicyInputList"), null, new(context.Scope.Account, [context.Input.String("CallerArn") ?? ""]));

    public static JsonObject OfPrincipal(OperationContext context)
    {
        var text = context.Input.String("PolicySourceArn") ?? "";
        if (!Arn.TryParse(text, out var arn) || KindOf(arn) is not { } type)
        {
            throw IdentityErrors.Validation($"Invalid Entity Arn: {text}");
        }

        var identity = context.State.Get(arn.Scope.Global, type, arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]) is { } found && found.String("Arn") == text
            ? found
            : throw IdentityErrors.NoSuchEntity($"The entity {text} cannot be found.");
        return Answer(
            context,
            [.. IdentityPolicies.OfEntity(context.State.Current, arn.Account, identity), .. Inputs(context, "PolicyInputList")],
            IdentityPolicies.BoundaryOf(context.State.Current, identity),
            new(arn.Account, [context.Input.String("CallerArn") ?? text]));
    }

    private static string? KindOf(Arn arn) => arn.Service != "iam" ? null : arn.Resource.Split('/')[0] switch
    {
        "user" => IdentityKind.User.Type,
        "role" => IdentityKind.Role.Type,
        "group" => IdentityPolicies.Group,
        _ => null,
    };

    private static JsonObject Answer(OperationContext context, ImmutableArray<PolicyDocument> identity, PolicyDocument? boundary, PolicyCaller caller)
    {
        var given = Inputs(context, "PermissionsBoundaryPolicyInputList");
        var policies = new PrincipalPolicies(identity) { Boundary = given.IsEmpty ? boundary : given[0] };
        var resource = new ResourceSide(context.Input.String("ResourcePolicy") is { } text ? Checked(text) : null, ResourceOwner(context));
        var known = Known(context.Input);
        var results =
            from action in context.Input.Array("ActionNames").Strings
            from arn in context.Input.Array("ResourceArns") is { Count: > 0 } arns ? arns.Strings : ["*"]
            select Result(AccessEvaluator.Decide(policies, new(caller, action, arn) { Context = known }, resource), action, arn, policies, known);
        return IdentityPage.Of(
            context.Input,
            "EvaluationResults",
            results.OrderBy(KeyOf, StringComparer.Ordinal),
            result => KeyOf((JsonObject)result));
    }

    private static JsonObject Result(AccessDecision decision, string action, string resource, PrincipalPolicies policies, PolicyContext known) => JsonObject.Of(
        ("EvalActionName", action),
        ("EvalResourceName", resource),
        ("EvalDecision", decision.IsAllowed ? "allowed" : decision.IsExplicit ? "explicitDeny" : "implicitDeny"),
        ("MatchedStatements", JsonArray.Empty),
        ("MissingContextValues", JsonArray.From(Missing(policies, known))),
        ("PermissionsBoundaryDecisionDetail", policies.Boundary is null ? null : JsonObject.Of(
            ("AllowedByPermissionsBoundary", decision.IsAllowed || decision.Layer != PolicyLayer.Boundary))));

    private static IEnumerable<string> Missing(PrincipalPolicies policies, PolicyContext known) => policies.Identity
        .SelectMany(policy => policy.Statements)
        .SelectMany(statement => statement.Source.Object("Condition") ?? JsonObject.Empty)
        .SelectMany(block => (block.Value as JsonObject ?? JsonObject.Empty).Names)
        .Where(key => known.Values(key).IsEmpty)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    private static PolicyContext Known(JsonObject input)
    {
        var known = new PolicyContext();
        foreach (var entry in input.Array("ContextEntries").Objects)
        {
            known.Add(entry.String("ContextKeyName") ?? "", [.. entry.Array("ContextKeyValues").Strings]);
        }

        return known;
    }

    private static string? ResourceOwner(OperationContext context) =>
        Arn.TryParse(context.Input.String("ResourceOwner"), out var arn) ? arn.Account : context.Input.String("ResourceOwner");

    private static ImmutableArray<PolicyDocument> Inputs(OperationContext context, string member) =>
        [.. context.Input.Array(member).Strings.Select(Checked)];

    private static PolicyDocument Checked(string text) =>
        PolicyDocument.Parse(text) ?? throw new Aws.AwsException("InvalidInput", "The policy is not valid.");

    private static string KeyOf(JsonObject result) => $"{result.String("EvalActionName")} {result.String("EvalResourceName")}";
}
