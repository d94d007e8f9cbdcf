using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Sandbox.SecretsManager;

namespace Quell.Stacks;

/// <summary>
/// What <c>{{resolve:secretsmanager:secret-id:SecretString:json-key:version-stage:version-id}}</c> stands for; all but the id
/// may be left out (CloudFormation User Guide, "Get a secret or secret value from Secrets Manager").
/// </summary>
internal static class SecretReference
{
    /// <summary>The parts of an ARN up to the secret's name.</summary>
    private const int ArnParts = 7;

    /// <summary>The text; null where there is none.</summary>
    public static string? Find(ResourceSet state, Scope scope, string reference)
    {
        var parts = reference.Split(':');
        var length = parts is ["arn", ..] ? ArnParts : 1;
        var id = string.Join(':', parts.Take(length));
        string? Part(int place) => parts.ElementAtOrDefault(length + place) is { Length: > 0 } part ? part : null;
        if (Part(0) is not (null or "SecretString") || (Part(2) is not null && Part(3) is not null)
            || Secret.Find(state, scope, id) is not { IsDeleted: false } secret)
        {
            return null;
        }

        var version = secret.Versions.FirstOrDefault(version => Part(3) is { } wanted
            ? version.Id == wanted
            : version.Stages.Contains(Part(2) ?? SecretVersion.Current));
        return version?.Value.String("SecretString") is { } text ? Part(1) is { } key ? Member(text, key) : text : null;
    }

    private static string? Member(string text, string key)
    {
        try
        {
            return (JsonValue.Parse(text) as JsonObject)?[key] switch
            {
                JsonString value => value.Value,
                null or JsonNull => null,
                var other => other.ToString(),
            };
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }
}
