using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.SecretsManager;

/// <summary>
/// A secret: a resource under its name, whose members are those of DescribeSecret and, beside them, its versions with their
/// values and its policy. The resource lies sealed in the journal; no record of a call shows a value.
/// </summary>
internal sealed record Secret(Scope Scope, JsonObject Value)
{
    public const string ResourceType = "secretsmanager:secret";
    public const string VersionsMember = "Versions";
    public const string PolicyMember = "ResourcePolicy";
    public const string DeletedMember = "DeletedDate";

    /// <summary>The hyphen and the six characters that an ARN ends with.</summary>
    private const int SuffixLength = 7;

    public string Name => Value.String("Name") ?? "";

    public string Arn => Value.String("ARN") ?? "";

    /// <summary>The versions with their values and staging labels, the oldest first.</summary>
    public IEnumerable<SecretVersion> Versions => Value.Array(VersionsMember).Objects.Select(version => new SecretVersion(version));

    public bool IsDeleted => Value.Has(DeletedMember);

    /// <summary>What the API shows of it, without its versions.</summary>
    public JsonObject Shown => Value.Without(VersionsMember).Without(PolicyMember);

    /// <summary>What most changes answer with.</summary>
    public JsonObject Named => JsonObject.Of(("ARN", Arn), ("Name", Name));

    /// <summary>Each version's labels; a version without any is left out.</summary>
    public JsonObject Stages => JsonObject.From(from version in Versions
                                                where version.Stages.Length > 0
                                                select KeyValuePair.Create(version.Id, (JsonValue)JsonArray.From(version.Stages)));

    /// <summary>The secret that a name, an ARN or an ARN without its last seven characters means; null where there is none.</summary>
    public static Secret? Find(ResourceSet state, Scope scope, string text)
    {
        if (!Engine.Scopes.Arn.TryParse(text, out var arn))
        {
            return state.Get(new(scope, ResourceType, text)) is { } value ? new(scope, value) : null;
        }

        if (arn.Service != "secretsmanager" || arn.Scope != scope)
        {
            return null;
        }

        var found = state.Get(new(scope, ResourceType, arn.Name))
            ?? (arn.Name.Length > SuffixLength ? state.Get(new(scope, ResourceType, arn.Name[..^SuffixLength])) : null);
        return found is not null && (found.String("ARN") == text || found.String("Name") == arn.Name) ? new(scope, found) : null;
    }

    /// <summary>The secret that the call names.</summary>
    public static Secret Get(OperationContext context)
    {
        var secret = Find(context.State.Current, context.Scope, context.Input.String("SecretId") ?? "") ?? throw SecretErrors.NotFound();
        context.Touches(secret.Arn, "AWS::SecretsManager::Secret");
        return secret;
    }

    /// <summary>The same, when it is not marked for deletion.</summary>
    public static Secret Living(OperationContext context)
    {
        var secret = Get(context);
        return secret.IsDeleted
            ? throw SecretErrors.InvalidRequest("You can't perform this operation on the secret because it was marked for deletion.")
            : secret;
    }

    public Secret Put(ResourceEdit state, JsonObject value)
    {
        state.Put(Scope, ResourceType, Name, value);
        return this with { Value = value };
    }

    public Secret Put(ResourceEdit state, IEnumerable<SecretVersion> versions) =>
        Put(state, Value.With(VersionsMember, JsonArray.From(versions.Select(version => version.Value))));
}
