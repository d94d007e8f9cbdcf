using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>Policies that are written into one user or role.</summary>
internal static class InlinePolicies
{
    public static JsonObject Put(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        var document = PolicyText.CheckedPermissions(context.Input.String("PolicyDocument") ?? "");
        kind.Put(context, identity.With(IdentityKind.Inline, Of(identity).With(NameIn(context), document)));
        return JsonObject.Empty;
    }

    public static JsonObject Get(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        return JsonObject.Of(
            (kind.NameMember, identity[kind.NameMember]),
            ("PolicyName", NameIn(context)),
            ("PolicyDocument", PolicyText.Encoded(Of(identity).String(NameIn(context)) ?? throw NotFound(context, kind))));
    }

    public static JsonObject Delete(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        if (!Of(identity).Has(NameIn(context)))
        {
            throw NotFound(context, kind);
        }

        var rest = Of(identity).Without(NameIn(context));
        kind.Put(context, identity.With(IdentityKind.Inline, rest.Count == 0 ? null : rest));
        return JsonObject.Empty;
    }

    public static JsonObject List(OperationContext context, IdentityKind kind) =>
        IdentityPage.OfNames(context.Input, "PolicyNames", Of(kind.Get(context)).Names);

    private static JsonObject Of(JsonObject identity) => identity.Object(IdentityKind.Inline) ?? JsonObject.Empty;

    private static string NameIn(OperationContext context) => context.Input.String("PolicyName") ?? "";

    private static Aws.AwsException NotFound(OperationContext context, IdentityKind kind) =>
        IdentityErrors.NoSuchEntity($"The {kind.ArnType} policy with name {NameIn(context)} cannot be found.");
}
