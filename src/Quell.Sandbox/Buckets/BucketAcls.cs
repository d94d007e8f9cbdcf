using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Objects;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// Canned ACLs of buckets and objects: kept and shown, so that a public one can be found; they let nobody in, since
/// every caller of the simulated account is signed (S3 User Guide, "Access control list (ACL) overview").
/// </summary>
internal static class BucketAcls
{
    private const string Member = "ACL";
    private const string Everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
    private const string AnyAccount = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

    private static readonly string[] Grants =
        ["AccessControlPolicy", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"];

    public static JsonObject GetBucketAcl(OperationContext context)
    {
        var bucket = context.Bucket("s3:GetBucketAcl");
        return Shown(bucket, bucket.Value.String(Member));
    }

    public static JsonObject PutBucketAcl(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketAcl");
        bucket.Configure(context, Member, Checked(context.State.Current, bucket, context.Input));
        return JsonObject.Empty;
    }

    public static JsonObject GetObjectAcl(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:GetObjectAcl");
        return Shown(found.Bucket, found.Value.String(Member));
    }

    public static JsonObject PutObjectAcl(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:PutObjectAcl");
        found.Put(context.State, found.Value.With(Member, Checked(context.State.Current, found.Bucket, context.Input)));
        return JsonObject.Empty;
    }

    /// <summary>The ACL that a new object comes with; null for the usual one.</summary>
    public static JsonValue? OfNew(ResourceSet state, Bucket bucket, JsonObject input) => input.String(Member) switch
    {
        null when !Grants.Any(input.Has) => null,
        "bucket-owner-full-control" => null,
        "private" when BucketOwnership.Of(bucket) == BucketOwnership.Enforced => null,
        _ => Checked(state, bucket, input),
    };

    private static JsonValue Checked(ResourceSet state, Bucket bucket, JsonObject input)
    {
        if (BucketOwnership.Of(bucket) == BucketOwnership.Enforced)
        {
            throw new AwsException("AccessControlListNotSupported", "The bucket does not allow ACLs");
        }

        if (Grants.FirstOrDefault(input.Has) is { } grant)
        {
            throw BucketErrors.NotImplemented(grant);
        }

        var acl = input.String(Member) ?? throw BucketErrors.MalformedXml();
        return acl is "public-read" or "public-read-write" && PublicAccessBlock.IsOn(state, bucket, "BlockPublicAcls")
            ? throw BucketErrors.AccessDenied()
            : acl;
    }

    private static JsonObject Shown(Bucket bucket, string? acl)
    {
        var owner = Grant(bucket.Owner.With("Type", "CanonicalUser"), "FULL_CONTROL");
        JsonObject[] others = acl switch
        {
            "public-read" => [Grant(Group(Everybody), "READ")],
            "public-read-write" => [Grant(Group(Everybody), "READ"), Grant(Group(Everybody), "WRITE")],
            "authenticated-read" => [Grant(Group(AnyAccount), "READ")],
            _ => [],
        };
        return JsonObject.Of(("Owner", bucket.Owner), ("Grants", JsonArray.From([owner, .. others])));
    }

    private static JsonObject Grant(JsonObject grantee, string permission) =>
        JsonObject.Of(("Grantee", grantee), ("Permission", permission));

    private static JsonObject Group(string uri) => JsonObject.Of(("Type", "Group"), ("URI", uri));
}
