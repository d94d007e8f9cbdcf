using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Keys;

/// <summary>
/// A key of KMS: a resource whose members are those of <c>KeyMetadata</c> and, beside them, its material, its policy, its
/// tags and its rotation. The resource lies sealed in the journal.
/// </summary>
internal sealed record KmsKey(Scope Scope, JsonObject Value)
{
    public const string ResourceType = "kms:key";

    /// <summary>The key material, hex, one for each rotation, the newest last.</summary>
    public const string Material = "Material";

    public const string PolicyMember = "Policy";
    public const string TagsMember = "Tags";
    public const string RotationMember = "Rotation";

    private const string Alias = "alias/";

    public string Id => Value.String("KeyId") ?? "";

    public string Arn => Value.String("Arn") ?? "";

    public string State => Value.String("KeyState") ?? "";

    /// <summary>What the API shows as its metadata.</summary>
    public JsonObject Metadata => Value.Without(Material).Without(PolicyMember).Without(TagsMember).Without(RotationMember);

    /// <summary>The key that the text names: by id, ARN, alias or the alias's ARN; null where there is none.</summary>
    public static KmsKey? Find(ResourceSet state, Scope scope, string text)
    {
        var name = text;
        if (Engine.Scopes.Arn.TryParse(text, out var arn))
        {
            if (arn.Service != "kms" || arn.Scope != scope)
            {
                return null;
            }

            name = arn.Resource.StartsWith("key/", StringComparison.Ordinal) ? arn.Name : arn.Resource;
        }

        var id = name.StartsWith(Alias, StringComparison.Ordinal)
            ? state.Get(new(scope, Aliases.ResourceType, name))?.String("TargetKeyId")
            : name;
        return id is not null && state.Get(new(scope, ResourceType, id)) is { } value ? new(scope, value) : null;
    }

    /// <summary>The key that the call names; the trail record gets it as a resource.</summary>
    public static KmsKey Of(OperationContext context, string member = "KeyId")
    {
        var text = context.Input.String(member) ?? "";
        var key = Find(context.State.Current, context.Scope, text) ?? throw Missing(context.Scope, text);
        context.Touches(key.Arn, "AWS::KMS::Key");
        return key;
    }

    /// <summary>The same, when it is not about to be deleted.</summary>
    public static KmsKey Living(OperationContext context, string member = "KeyId")
    {
        var key = Of(context, member);
        return key.State == "PendingDeletion" ? throw KeyErrors.InvalidState($"{key.Arn} is pending deletion.") : key;
    }

    /// <summary>The same, when it can be used.</summary>
    public static KmsKey Usable(OperationContext context, string member = "KeyId")
    {
        var key = Living(context, member);
        return key.State == "Disabled" ? throw KeyErrors.Disabled(key.Arn) : key;
    }

    /// <summary>The key with a member set; null takes it away.</summary>
    public KmsKey Put(ResourceEdit state, string member, JsonValue? value) => Put(state, Value.With(member, value));

    public KmsKey Put(ResourceEdit state, JsonObject value)
    {
        state.Put(Scope, ResourceType, Id, value);
        return this with { Value = value };
    }

    private static Aws.AwsException Missing(Scope scope, string text)
    {
        var name = Engine.Scopes.Arn.TryParse(text, out var arn) ? arn.Resource : text;
        return KeyErrors.NotFound(
            name.StartsWith(Alias, StringComparison.Ordinal) ? $"Alias {scope.Arn("kms", name)} is not found."
            : arn is not null ? $"Key '{text}' does not exist"
            : Guid.TryParse(text, out _) ? $"Key '{scope.Arn("kms", $"key/{text}")}' does not exist"
            : $"Invalid keyId '{text}'");
    }
}
