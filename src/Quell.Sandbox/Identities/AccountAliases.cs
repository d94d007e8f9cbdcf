using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>The one name that an account may have beside its number, unique among all accounts (IAM User Guide, "Your AWS account ID and its alias").</summary>
internal static class AccountAliases
{
    private const string ResourceType = "iam:account-alias";

    public static JsonObject CreateAccountAlias(OperationContext context)
    {
        var alias = context.Input.String("AccountAlias") ?? "";
        if (context.State.Current.ListAll(ResourceType).Any(entry => entry.Key.Id == alias && entry.Key.Scope != context.Scope.Global))
        {
            throw IdentityErrors.AlreadyExists($"The account alias {alias} already exists.");
        }

        foreach (var other in Of(context).ToList())
        {
            context.State.Delete(context.Scope.Global, ResourceType, other);
        }

        context.State.Put(context.Scope.Global, ResourceType, alias, JsonObject.Of(("AccountAlias", alias)));
        return JsonObject.Empty;
    }

    public static JsonObject ListAccountAliases(OperationContext context) =>
        JsonObject.Of(("AccountAliases", JsonArray.From(Of(context))), ("IsTruncated", false));

    public static JsonObject DeleteAccountAlias(OperationContext context)
    {
        var alias = context.Input.String("AccountAlias") ?? "";
        if (!Of(context).Contains(alias))
        {
            throw IdentityErrors.NoSuchEntity($"The account alias with name {alias} cannot be found.");
        }

        context.State.Delete(context.Scope.Global, ResourceType, alias);
        return JsonObject.Empty;
    }

    private static IEnumerable<string> Of(OperationContext context) =>
        context.State.List(context.Scope.Global, ResourceType).Select(alias => alias.String("AccountAlias") ?? "");
}
