using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SecretsManagerSecret() : ResourceType(
    "AWS::SecretsManager::Secret",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("Description", Text),
        ("GenerateSecretString", Object(
            ("ExcludeCharacters", Text),
            ("ExcludeLowercase", PropertyType.Boolean),
            ("ExcludeNumbers", PropertyType.Boolean),
            ("ExcludePunctuation", PropertyType.Boolean),
            ("ExcludeUppercase", PropertyType.Boolean),
            ("GenerateStringKey", Text),
            ("IncludeSpace", PropertyType.Boolean),
            ("PasswordLength", Integer),
            ("RequireEachIncludedType", PropertyType.Boolean),
            ("SecretStringTemplate", Text))),
        ("KmsKeyId", Text),
        ("SecretString", Text),
        ("Tags", PropertyType.Tags)),
    "Id")
{
    public override string NameProperty => "Name";

    public override StackTagging Tagging => StackTagging.List;

    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        var generated = properties.Object("GenerateSecretString");
        if (generated is not null && properties.Has("SecretString"))
        {
            yield return ("SecretString", "SecretString and GenerateSecretString cannot both be given.");
        }

        if (generated is not null && generated.Has("GenerateStringKey") != generated.Has("SecretStringTemplate"))
        {
            yield return ("GenerateSecretString", "GenerateStringKey and SecretStringTemplate are given together or not at all.");
        }
    }

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("Name") ?? work.Name(512);
        var output = await work.Call(
            "secretsmanager", "CreateSecret", work.Pick("Description", "KmsKeyId", "Tags")
                .With("Name", name).With("SecretString", await ValueOf(work).ConfigureAwait(false) ?? "")).ConfigureAwait(false);
        var arn = work.PhysicalId = output.String("ARN") ?? "";
        return new(arn, ("Id", arn));
    }

    /// <summary>A changed wish for a generated value generates a new one.</summary>
    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("Description", "KmsKeyId", "SecretString", "GenerateSecretString"))
        {
            var value = work.Changes("SecretString", "GenerateSecretString") ? await ValueOf(work).ConfigureAwait(false) : null;
            await work.Call(
                "secretsmanager", "UpdateSecret", work.Pick("KmsKeyId")
                    .With("SecretId", work.PhysicalId).With("Description", work["Description"] ?? "").With("SecretString", value)).ConfigureAwait(false);
        }

        await TagChanges.Apply(
            work,
            keys => work.Call("secretsmanager", "UntagResource", ("SecretId", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call("secretsmanager", "TagResource", ("SecretId", work.PhysicalId), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    /// <summary>At once, so that the stack can be made again under the same name.</summary>
    public override Task Delete(ResourceWork work) => work.Remove(
        "secretsmanager", "DeleteSecret", ("SecretId", work.PhysicalId), ("ForceDeleteWithoutRecovery", true));

    private static async Task<JsonValue?> ValueOf(ResourceWork work)
    {
        if (work.Properties.Object("GenerateSecretString") is not { } wish)
        {
            return work["SecretString"];
        }

        var output = await work.Call(
            "secretsmanager", "GetRandomPassword", wish.Without("GenerateStringKey").Without("SecretStringTemplate")).ConfigureAwait(false);
        return wish.String("GenerateStringKey") is { } key
            ? Template(wish.String("SecretStringTemplate") ?? "{}").With(key, output["RandomPassword"]).ToString()
            : output["RandomPassword"];
    }

    private static JsonObject Template(string text)
    {
        try
        {
            return JsonValue.Parse(text) as JsonObject ?? throw NoTemplate();
        }
        catch (JsonSyntaxException)
        {
            throw NoTemplate();
        }
    }

    private static Aws.AwsException NoTemplate() => new("ValidationException", "SecretStringTemplate is not a JSON object.");
}
