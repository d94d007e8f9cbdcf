using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>A bucket's lifecycle rules as templates write them, and as the API does (CloudFormation Template Reference, "AWS::S3::Bucket Rule").</summary>
internal static class S3Lifecycle
{
    public static readonly PropertyType Property = Object(("Rules", ListOf(Object(
        ("Id", Text),
        ("Status", Text.Required()),
        ("Prefix", Text),
        ("ExpirationInDays", Integer),
        ("ExpirationDate", Text),
        ("ExpiredObjectDeleteMarker", PropertyType.Boolean),
        ("NoncurrentVersionExpirationInDays", Integer),
        ("NoncurrentVersionExpiration", Object(("NoncurrentDays", Integer.Required()), ("NewerNoncurrentVersions", Integer))),
        ("NoncurrentVersionTransitions", ListOf(Object(("StorageClass", Text.Required()), ("TransitionInDays", Integer.Required()), ("NewerNoncurrentVersions", Integer)))),
        ("Transitions", ListOf(Object(("StorageClass", Text.Required()), ("TransitionInDays", Integer), ("TransitionDate", Text)))),
        ("AbortIncompleteMultipartUpload", Object(("DaysAfterInitiation", Integer.Required()))),
        ("TagFilters", PropertyType.Tags))).Required()));

    /// <summary>Null where the template gives none.</summary>
    public static JsonObject? Of(JsonObject? configuration) => configuration is null
        ? null
        : JsonObject.Of(("Rules", JsonArray.From(configuration.Array("Rules").Objects.Select(Rule))));

    private static JsonObject Rule(JsonObject rule)
    {
        var expiration = JsonObject.Of(
            ("Days", rule["ExpirationInDays"]), ("Date", rule["ExpirationDate"]), ("ExpiredObjectDeleteMarker", rule["ExpiredObjectDeleteMarker"]));
        var noncurrent = rule.Object("NoncurrentVersionExpiration") ?? JsonObject.Of(("NoncurrentDays", rule["NoncurrentVersionExpirationInDays"]));
        return JsonObject.Of(
            ("ID", rule["Id"]),
            ("Status", rule["Status"]),
            ("Filter", Filter(rule)),
            ("Expiration", expiration.Count == 0 ? null : expiration),
            ("NoncurrentVersionExpiration", noncurrent.Count == 0 ? null : noncurrent),
            ("NoncurrentVersionTransitions", Transitions(rule, "NoncurrentVersionTransitions", "NoncurrentDays")),
            ("Transitions", Transitions(rule, "Transitions", "Days")),
            ("AbortIncompleteMultipartUpload", rule["AbortIncompleteMultipartUpload"]));
    }

    /// <summary>Which objects the rule is for: those under a prefix, with tags, or with both.</summary>
    private static JsonObject Filter(JsonObject rule)
    {
        var (prefix, tags) = (rule.String("Prefix"), rule.Array("TagFilters"));
        return tags.Count == 0 ? JsonObject.Of(("Prefix", prefix ?? ""))
            : tags.Count == 1 && prefix is null ? JsonObject.Of(("Tag", tags[0]))
            : JsonObject.Of(("And", JsonObject.Of(("Prefix", prefix), ("Tags", tags))));
    }

    private static JsonArray? Transitions(JsonObject rule, string member, string days) => rule.Has(member)
        ? JsonArray.From(rule.Array(member).Objects.Select(transition => JsonObject.Of(
            (days, transition["TransitionInDays"]),
            ("Date", transition["TransitionDate"]),
            ("StorageClass", transition["StorageClass"]),
            ("NewerNoncurrentVersions", transition["NewerNoncurrentVersions"]))))
        : null;
}
