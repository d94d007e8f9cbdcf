using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Keys;

/// <summary>Names for keys (KMS Developer Guide, "Aliases in AWS KMS").</summary>
internal static class Aliases
{
    public const string ResourceType = "kms:alias";

    private const string Prefix = "alias/";

    public static JsonObject CreateAlias(OperationContext context)
    {
        var name = CheckedName(context);
        if (context.State.Get(context.Scope, ResourceType, name) is { } existing)
        {
            throw new AwsException("AlreadyExistsException", $"An alias with the name {existing.String("AliasArn")} already exists");
        }

        Put(context, name, Target(context));
        return JsonObject.Empty;
    }

    public static JsonObject UpdateAlias(OperationContext context)
    {
        var name = CheckedName(context);
        var alias = Get(context, name);
        context.State.Put(context.Scope, ResourceType, name, alias
            .With("TargetKeyId", Target(context).Id).With("LastUpdatedDate", context.NowText));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteAlias(OperationContext context)
    {
        var name = CheckedName(context);
        Get(context, name);
        context.State.Delete(context.Scope, ResourceType, name);
        return JsonObject.Empty;
    }

    public static JsonObject ListAliases(OperationContext context)
    {
        var key = context.Input.Has("KeyId") ? KmsKey.Of(context).Id : null;
        var page = ListingPage.Of(
            context.State.List(context.Scope, ResourceType).Where(alias => key is null || alias.String("TargetKeyId") == key),
            alias => alias.String("AliasName") ?? "", context.Input.Long("Limit") ?? 50, context.Input.String("Marker"), KeyErrors.InvalidMarker);
        return JsonObject.Of(("Aliases", JsonArray.From(page.Items)), ("NextMarker", page.Next), ("Truncated", page.Next is not null));
    }

    public static void Put(OperationContext context, string name, KmsKey key) =>
        context.State.Put(context.Scope, ResourceType, name, JsonObject.Of(
            ("AliasName", name),
            ("AliasArn", context.Scope.Arn("kms", name).ToString()),
            ("TargetKeyId", key.Id),
            ("CreationDate", context.NowText),
            ("LastUpdatedDate", context.NowText)));

    private static KmsKey Target(OperationContext context)
    {
        var text = context.Input.String("TargetKeyId") ?? "";
        return text.Contains(Prefix, StringComparison.Ordinal)
            ? throw KeyErrors.Validation("Aliases must refer to keys. Not aliases")
            : KmsKey.Living(context, "TargetKeyId");
    }

    private static JsonObject Get(OperationContext context, string name) => context.State.Get(context.Scope, ResourceType, name)
        ?? throw KeyErrors.NotFound($"Alias {context.Scope.Arn("kms", name)} is not found.");

    private static string CheckedName(OperationContext context)
    {
        var name = context.Input.String("AliasName") ?? "";
        return !name.StartsWith(Prefix, StringComparison.Ordinal) || name.Length == Prefix.Length
                ? throw new AwsException("InvalidAliasNameException", "Alias must start with the prefix \"alias/\".")
            : name.StartsWith("alias/aws/", StringComparison.Ordinal)
                ? throw new AwsException("NotAuthorizedException", $"The alias {name} is reserved for AWS.")
            : name;
    }
}
