using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Keys;

namespace Quell.Sandbox.SecretsManager;

/// <summary>CreateSecret, PutSecretValue and UpdateSecret.</summary>
internal static class SecretWriting
{
    private const string OwnKey = "alias/aws/secretsmanager";
    private const string NameMarks = "/_+=.@-!";

    private static readonly string[] Unsupported = ["AddReplicaRegions", "ForceOverwriteReplicaSecret", "RotationToken"];

    public static JsonObject CreateSecret(OperationContext context)
    {
        RefuseUnsupported(context.Input);
        var name = context.Input.String("Name") ?? "";
        if (!name.All(character => char.IsAsciiLetterOrDigit(character) || NameMarks.Contains(character, StringComparison.Ordinal)))
        {
            throw SecretErrors.InvalidParameter(
                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!");
        }

        var content = SecretContent.Of(context.Input);
        if (Secret.Find(context.State.Current, context.Scope, name) is { } existing)
        {
            return Again(context, existing, content);
        }

        var arn = context.Scope.Arn("secretsmanager", $"secret:{name}-{context.Transaction.Ids.Unique("", 6)}").ToString();
        context.Touches(arn, "AWS::SecretsManager::Secret");
        var tags = SecretTags.Checked(JsonArray.Empty, context.Input.Array("Tags"));
        var secret = new Secret(context.Scope, JsonObject.Of(
            ("ARN", arn),
            ("Name", name),
            ("Type", context.Input["Type"]),
            ("Description", context.Input["Description"]),
            ("KmsKeyId", KeyIn(context)),
            ("CreatedDate", context.NowText),
            ("LastChangedDate", context.NowText),
            ("Tags", tags.Count == 0 ? null : tags)));
        secret = secret.Put(context.State, secret.Value);
        return content is null
            ? secret.Named
            : secret.Named.With("VersionId", SecretStages.Add(context, secret, content, [SecretVersion.Current]).Id);
    }

    public static JsonObject PutSecretValue(OperationContext context)
    {
        RefuseUnsupported(context.Input);
        var secret = Secret.Living(context);
        var content = SecretContent.Of(context.Input)
            ?? throw SecretErrors.InvalidRequest("You must provide either SecretString or SecretBinary.");
        var stages = context.Input.Array("VersionStages").Strings.ToArray();
        var version = SecretStages.Add(context, secret, content, stages.Length == 0 ? [SecretVersion.Current] : stages);
        return secret.Named.With("VersionId", version.Id).With("VersionStages", JsonArray.From(version.Stages));
    }

    /// <summary>Changes what the secret says of itself; with a value it gets a new current version.</summary>
    public static JsonObject UpdateSecret(OperationContext context)
    {
        var secret = Secret.Living(context);
        var value = secret.Value.With("LastChangedDate", context.NowText);
        value = context.Input.Has("Description") ? value.With("Description", context.Input["Description"]) : value;
        value = context.Input.Has("Type") ? value.With("Type", context.Input["Type"]) : value;
        secret = secret.Put(context.State, context.Input.Has("KmsKeyId") ? value.With("KmsKeyId", KeyIn(context)) : value);
        return SecretContent.Of(context.Input) is { } content
            ? secret.Named.With("VersionId", SecretStages.Add(context, secret, content, [SecretVersion.Current]).Id)
            : secret.Named;
    }

    /// <summary>The same call a second time is no mistake (Secrets Manager API Reference, CreateSecret, <c>ClientRequestToken</c>).</summary>
    private static JsonObject Again(OperationContext context, Secret existing, JsonObject? content)
    {
        if (existing.IsDeleted)
        {
            throw SecretErrors.InvalidRequest(
                "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }

        var token = context.Input.String("ClientRequestToken");
        return token is not null && content is not null && existing.Versions.Any(version => version.Id == token && version.Holds(content))
            ? existing.Named.With("VersionId", token)
            : throw SecretErrors.Exists($"The operation failed because the secret {existing.Name} already exists.");
    }

    private static JsonValue? KeyIn(OperationContext context)
    {
        var key = context.Input.String("KmsKeyId");
        return key is null or OwnKey || KmsKey.Find(context.State.Current, context.Scope, key) is { State: "Enabled" }
            ? key
            : throw new AwsException(
                "EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key.");
    }

    private static void RefuseUnsupported(JsonObject input)
    {
        if (Unsupported.FirstOrDefault(member => input.Has(member) && input.Bool(member) is not false) is { } member)
        {
            throw SecretErrors.InvalidRequest($"The simulated account does not support {member}.");
        }
    }
}
