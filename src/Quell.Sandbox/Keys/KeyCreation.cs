using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Keys;

/// <summary>Makes keys and shows them. Of the kinds of keys there are symmetric ones for encryption, made by KMS, in one region.</summary>
internal static class KeyCreation
{
    private const int MaterialBytes = 32;
    private const string AwsAlias = "alias/aws/";

    public static JsonObject CreateKey(OperationContext context)
    {
        var input = context.Input;
        if (input.String("KeyUsage") is not (null or "ENCRYPT_DECRYPT")
            || (input.String("KeySpec") ?? input.String("CustomerMasterKeySpec")) is not (null or "SYMMETRIC_DEFAULT")
            || input.String("Origin") is not (null or "AWS_KMS") || input.Bool("MultiRegion") is true
            || input.Has("CustomKeyStoreId") || input.Has("XksKeyId"))
        {
            throw KeyErrors.Unsupported("The simulated account has symmetric encryption keys of one region with material that KMS made.");
        }

        var tags = KeyTags.Checked(JsonArray.Empty, input.Array("Tags"));
        var key = New(context, "CUSTOMER", input.String("Description") ?? "");
        var policy = input.String("Policy") is { } text
            ? KeyPolicies.Checked(context, key, text)
            : KeyPolicies.Default(context.Scope);
        key = key.Put(context.State, key.Value.With(KmsKey.PolicyMember, policy).With(KmsKey.TagsMember, tags.Count == 0 ? null : tags));
        return JsonObject.Of(("KeyMetadata", key.Metadata));
    }

    /// <summary>An alias of AWS's own that has no key yet gets one (KMS API Reference, DescribeKey).</summary>
    public static JsonObject DescribeKey(OperationContext context)
    {
        var name = context.Input.String("KeyId") ?? "";
        if (name.StartsWith(AwsAlias, StringComparison.Ordinal))
        {
            OfAws(context, name[AwsAlias.Length..]);
        }

        return JsonObject.Of(("KeyMetadata", KmsKey.Of(context).Metadata));
    }

    /// <summary>The key that AWS manages for a service, <c>rds</c>; made when it is first wanted.</summary>
    public static KmsKey OfAws(OperationContext context, string service)
    {
        if (KmsKey.Find(context.State.Current, context.Scope, AwsAlias + service) is { } existing)
        {
            return existing;
        }

        var key = New(context, "AWS", $"Default key that protects my {service} data when no other key is defined");
        Aliases.Put(context, AwsAlias + service, key);
        return key.Put(context.State, KmsKey.PolicyMember, KeyPolicies.Default(context.Scope));
    }

    public static JsonObject ListKeys(OperationContext context)
    {
        var page = ListingPage.Of(
            context.State.List(context.Scope, KmsKey.ResourceType).Select(key => JsonObject.Of(("KeyId", key["KeyId"]), ("KeyArn", key["Arn"]))),
            key => key.String("KeyId") ?? "", context.Input.Long("Limit") ?? 100, context.Input.String("Marker"), KeyErrors.InvalidMarker);
        return JsonObject.Of(("Keys", JsonArray.From(page.Items)), ("NextMarker", page.Next), ("Truncated", page.Next is not null));
    }

    public static JsonObject UpdateKeyDescription(OperationContext context)
    {
        KmsKey.Living(context).Put(context.State, "Description", context.Input["Description"]);
        return JsonObject.Empty;
    }

    private static KmsKey New(OperationContext context, string manager, string description)
    {
        var id = context.Transaction.Ids.Uuid();
        var key = new KmsKey(context.Scope, JsonObject.Of(
            ("AWSAccountId", context.Scope.Account),
            ("KeyId", id),
            ("Arn", context.Scope.Arn("kms", $"key/{id}").ToString()),
            ("CreationDate", context.NowText),
            ("Enabled", true),
            ("Description", description),
            ("KeyUsage", "ENCRYPT_DECRYPT"),
            ("KeyState", "Enabled"),
            ("Origin", "AWS_KMS"),
            ("KeyManager", manager),
            ("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"),
            ("KeySpec", "SYMMETRIC_DEFAULT"),
            ("EncryptionAlgorithms", JsonArray.From(["SYMMETRIC_DEFAULT"])),
            ("MultiRegion", false)));
        context.Touches(key.Arn, "AWS::KMS::Key");
        return key.Put(context.State, KmsKey.Material, JsonArray.From([NewMaterial(context.Transaction.Ids)]));
    }

    /// <summary>256 bits, hex.</summary>
    public static string NewMaterial(IdSource ids) => Convert.ToHexStringLower(ids.Secret(MaterialBytes));
}
