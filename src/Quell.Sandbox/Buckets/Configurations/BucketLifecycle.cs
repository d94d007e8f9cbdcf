using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>A bucket's lifecycle rules (S3 User Guide, "Managing the lifecycle of objects"); no object is moved or expired by them.</summary>
internal static class BucketLifecycle
{
    private const string Member = "LifecycleRules";
    private const string MinimumMember = "TransitionDefaultMinimumObjectSize";
    private const string UsualMinimum = "all_storage_classes_128K";
    private const int MostRules = 1000;

    private static readonly string[] Actions =
        ["Expiration", "Transitions", "NoncurrentVersionTransitions", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"];

    public static JsonObject GetBucketLifecycleConfiguration(OperationContext context)
    {
        var bucket = context.Bucket("s3:GetLifecycleConfiguration");
        return bucket.Value[Member] is { } rules
            ? JsonObject.Of(("Rules", rules), (MinimumMember, bucket.Value[MinimumMember] ?? UsualMinimum))
            : throw new AwsException("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404);
    }

    public static JsonObject PutBucketLifecycleConfiguration(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutLifecycleConfiguration");
        var rules = (context.Input.Object("LifecycleConfiguration") ?? throw BucketErrors.MalformedXml()).Array("Rules").Objects
            .Select(rule => Checked(context, rule)).ToList();
        if (rules.Count is 0 or > MostRules)
        {
            throw BucketErrors.MalformedXml();
        }

        if (rules.Select(rule => rule.String("ID")).Distinct(StringComparer.Ordinal).Count() != rules.Count)
        {
            throw BucketErrors.InvalidArgument("Rule ID must be unique. Found same ID for more than one rule");
        }

        var minimum = context.Input.String(MinimumMember) ?? UsualMinimum;
        (bucket with { Value = bucket.Value.With(MinimumMember, minimum) }).Configure(context, Member, JsonArray.From(rules));
        return JsonObject.Of((MinimumMember, minimum));
    }

    public static JsonObject DeleteBucketLifecycle(OperationContext context) =>
        BucketConfigurations.Clear(context, "s3:PutLifecycleConfiguration", Member);

    /// <summary>The rule with an id, which S3 makes where there is none.</summary>
    private static JsonObject Checked(OperationContext context, JsonObject rule)
    {
        if (rule.String("Status") is not ("Enabled" or "Disabled") || !(rule.Has("Filter") ^ rule.Has("Prefix")))
        {
            throw BucketErrors.MalformedXml();
        }

        if (!Actions.Any(rule.Has))
        {
            throw new AwsException("InvalidRequest", "At least one action needs to be specified in a rule");
        }

        if (rule.String("ID") is { Length: > 255 })
        {
            throw BucketErrors.InvalidArgument("ID length should not exceed allowed limit of 255");
        }

        return rule.Object("Expiration") is { } expiration && expiration.Has("Days") && expiration.Long("Days") is not > 0
            ? throw BucketErrors.InvalidArgument("'Days' for Expiration action must be a positive integer")
            : rule.String("ID") is { Length: > 0 } ? rule : rule.With("ID", context.Transaction.Ids.Hex(48));
    }
}
