using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>Managed policies attached to users and roles.</summary>
internal static class AttachedPolicies
{
    private const int Most = 10;

    public static JsonObject Attach(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        var arn = ArnIn(context);
        if (!ManagedPolicies.Exists(context, arn))
        {
            throw IdentityErrors.NoSuchEntity($"Policy {arn} does not exist or is not attachable.");
        }

        var attached = Of(identity);
        if (attached.Contains(arn))
        {
            return JsonObject.Empty;
        }

        if (attached.Length >= Most)
        {
            throw IdentityErrors.LimitExceeded($"PoliciesPer{kind.Member}", Most);
        }

        return Set(context, kind, identity, [.. attached, arn]);
    }

    public static JsonObject Detach(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        var arn = ArnIn(context);
        var attached = Of(identity);
        return attached.Contains(arn)
            ? Set(context, kind, identity, [.. attached.Where(other => other != arn)])
            : throw IdentityErrors.NoSuchEntity($"Policy {arn} was not found.");
    }

    public static JsonObject List(OperationContext context, IdentityKind kind) => IdentityPage.Of(
        context.Input,
        "AttachedPolicies",
        Of(kind.Get(context)).Order(StringComparer.Ordinal).Select(arn => JsonObject.Of(("PolicyName", arn.Split('/')[^1]), ("PolicyArn", arn))),
        policy => ((JsonObject)policy).String("PolicyArn") ?? "");

    /// <summary>The users or roles that a policy is attached to.</summary>
    public static IEnumerable<JsonObject> With(OperationContext context, IdentityKind kind, string arn) =>
        kind.All(context).Where(identity => Of(identity).Contains(arn));

    private static JsonObject Set(OperationContext context, IdentityKind kind, JsonObject identity, string[] arns)
    {
        kind.Put(context, identity.With(IdentityKind.Attached, arns.Length == 0 ? null : JsonArray.From(arns)));
        return JsonObject.Empty;
    }

    private static string[] Of(JsonObject identity) => [.. identity.Array(IdentityKind.Attached).Strings];

    private static string ArnIn(OperationContext context) => context.Input.String("PolicyArn") ?? "";
}
