using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>Tags of users, roles and instance profiles (IAM User Guide, "Tags for AWS Identity and Access Management resources").</summary>
internal static class IdentityTags
{
    private const int Most = 50;

    public static JsonObject Tag(OperationContext context, IdentityKind kind)
    {
        var target = kind.Get(context);
        var added = context.Input.Array("Tags");
        var kept = target.Array("Tags").Objects.Where(tag => !added.Objects.Any(other => SameKey(tag, other)));
        kind.Put(context, target.With("Tags", Checked(JsonArray.From([.. kept, .. added]))));
        return JsonObject.Empty;
    }

    public static JsonObject Untag(OperationContext context, IdentityKind kind)
    {
        var target = kind.Get(context);
        var keys = context.Input.Array("TagKeys").Strings.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = JsonArray.From(target.Array("Tags").Objects.Where(tag => !keys.Contains(tag.String("Key") ?? "")));
        kind.Put(context, target.With("Tags", kept.Count == 0 ? null : kept));
        return JsonObject.Empty;
    }

    public static JsonObject List(OperationContext context, IdentityKind kind) => IdentityPage.Of(
        context.Input,
        "Tags",
        kind.Get(context).Array("Tags").Objects.OrderBy(KeyOf, StringComparer.Ordinal),
        KeyOf);

    /// <summary>The tags, when they keep the rules.</summary>
    public static JsonArray Checked(JsonArray tags)
    {
        var keys = tags.Objects.Select(tag => tag.String("Key") ?? "").ToArray();
        return keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != keys.Length
                ? throw new Aws.AwsException("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            : keys.Any(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                ? throw new Aws.AwsException("InvalidInput", "Tag keys cannot begin with aws:. They are reserved.")
            : keys.Length > Most ? throw IdentityErrors.LimitExceeded("TagsPerResource", Most)
            : tags;
    }

    private static bool SameKey(JsonObject one, JsonObject other) =>
        string.Equals(one.String("Key"), other.String("Key"), StringComparison.OrdinalIgnoreCase);

    private static string KeyOf(JsonValue tag) => ((JsonObject)tag).String("Key") ?? "";
}
