using System.Collections.Frozen;
using Quell.Aws.Permissions;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Sandbox.Buckets;

namespace Quell.Permissions;

/// <summary>What the account's state knows of a resource by its ARN: the ARN in full, the owner, the tags.</summary>
internal static class ResourceFacts
{
    private const int AccountDigits = 12;

    /// <summary>
    /// Where resources are kept whose ARN says <c>service:kind</c>; what is not listed is kept under exactly that, by its name.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["states:stateMachine"] = "stepfunctions:stateMachine",
        ["states:activity"] = "stepfunctions:activity",
        ["logs:log-group"] = "logs:group",
        ["events:event-bus"] = "events:bus",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The ARN as its service writes it, where the call knows only a name: IAM's have a path, a KMS key may be called by an alias,
    /// a secret's ends with letters that its name has not.
    /// </summary>
    public static string ArnOf(ResourceSet state, string text)
    {
        if (!Arn.TryParse(text, out var arn))
        {
            return text;
        }

        return arn.Service switch
        {
            "iam" => Find(state, arn)?.String("Arn") ?? text,
            "secretsmanager" => Find(state, arn)?.String("ARN") ?? text,
            "kms" => KeyArn(state, arn) ?? text,
            _ => text,
        };
    }

    /// <summary>The account that a resource is in; null where its ARN names none and nothing else tells.</summary>
    public static string? AccountOf(ResourceSet state, Arn arn) =>
        arn.Account.Length == AccountDigits ? arn.Account
        : arn.Service == "s3" ? Bucket.Find(state, arn.Resource.Split('/')[0])?.Scope.Account
        : null;

    public static IEnumerable<(string Key, string Value)> TagsOf(ResourceSet state, Arn arn) =>
        Find(state, arn) is { } resource ? RequestTags.Read(resource["Tags"] ?? resource["tags"] ?? resource["TagSet"]) : [];

    /// <summary>The resource of an ARN; null where it is not there, or kept in a way that is not known here.</summary>
    public static JsonObject? Find(ResourceSet state, Arn arn)
    {
        var cut = arn.Resource.IndexOfAny(['/', ':']);
        var (kind, name) = (arn.Service, cut) switch
        {
            ("sns", _) => ("topic", arn.Resource.Split(':')[0]),
            ("sqs", _) => ("queue", arn.Resource),
            (_, < 0) => ("", arn.Resource),
            _ => (arn.Resource[..cut], arn.Resource[(cut + 1)..]),
        };
        var type = $"{arn.Service}:{kind}";
        var scope = arn.Service == "iam" ? arn.Scope.Global : arn.Scope;
        return state.Get(new(scope, Types.GetValueOrDefault(type, type), NameOf(arn.Service, kind, name)));
    }

    private static string NameOf(string service, string kind, string name) => (service, kind) switch
    {
        ("iam", "policy") => name,
        ("iam", _) => name[(name.LastIndexOf('/') + 1)..],
        ("lambda", _) => name.Split(':')[0],
        ("logs", _) => name.Split(":log-stream:")[0],
        _ => name,
    };

    private static string? KeyArn(ResourceSet state, Arn arn) =>
        arn.Name.StartsWith("alias/", StringComparison.Ordinal) || arn.Resource.StartsWith("alias/", StringComparison.Ordinal)
            ? state.Get(new(arn.Scope, "kms:alias", arn.Resource[arn.Resource.IndexOf("alias/", StringComparison.Ordinal)..]))?.String("TargetKeyId") is { } key
                ? (arn with { Resource = $"key/{key}" }).ToString()
                : null
            : null;
}
