using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// Who owns what others put into a bucket, and with that whether ACLs count (S3 User Guide, "Controlling ownership of
/// objects and disabling ACLs for your bucket").
/// </summary>
internal static class BucketOwnership
{
    public const string Enforced = "BucketOwnerEnforced";

    private const string Member = "OwnershipControls";

    public static JsonObject Controls(string ownership) => ownership is Enforced or "BucketOwnerPreferred" or "ObjectWriter"
        ? JsonObject.Of(("Rules", new JsonArray([JsonObject.Of(("ObjectOwnership", ownership))])))
        : throw BucketErrors.MalformedXml();

    /// <summary>Refuses a canned ACL that the ownership setting does not allow.</summary>
    public static void CheckAcl(string? ownership, string? acl)
    {
        if (ownership == Enforced && acl is not (null or "private" or "bucket-owner-full-control"))
        {
            throw new AwsException(
                "InvalidBucketAclWithObjectOwnership",
                "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
    }

    public static string? Of(Bucket bucket) =>
        bucket.Value.Object(Member)?.Array("Rules").Objects.FirstOrDefault()?.String("ObjectOwnership");

    public static JsonObject GetBucketOwnershipControls(OperationContext context) =>
        context.Bucket("s3:GetBucketOwnershipControls").Value[Member] is { } controls
            ? JsonObject.Of((Member, controls))
            : throw new AwsException("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", 404);

    public static JsonObject PutBucketOwnershipControls(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketOwnershipControls");
        var rules = context.Input.Object(Member)?.Array("Rules").Objects.ToArray();
        bucket.Configure(context, Member, rules is [var rule]
            ? Controls(rule.String("ObjectOwnership") ?? "")
            : throw BucketErrors.MalformedXml());
        return JsonObject.Empty;
    }

    public static JsonObject DeleteBucketOwnershipControls(OperationContext context)
    {
        context.Bucket("s3:PutBucketOwnershipControls").Configure(context, Member, null);
        return JsonObject.Empty;
    }
}
