using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Buckets.Configurations;
using Quell.Sandbox.Objects;

namespace Quell.Sandbox.Buckets;

/// <summary>CreateBucket and DeleteBucket.</summary>
internal static class BucketCreation
{
    private static readonly string[] Unsupported =
        ["GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP", "BucketNamespace"];

    public static JsonObject CreateBucket(OperationContext context)
    {
        var name = context.Input.String("Bucket") ?? "";
        if (!BucketNames.IsValid(name))
        {
            throw new AwsException("InvalidBucketName", "The specified bucket is not valid.");
        }

        RefuseUnsupported(context.Input);
        var region = RegionOf(context);
        if (Bucket.Find(context.State.Current, name) is { } existing)
        {
            return Again(context, existing, region);
        }

        var bucket = New(context, name, new(context.Scope.Account, region));
        bucket.Put(context.State);
        return Answer(bucket);
    }

    public static JsonObject DeleteBucket(OperationContext context)
    {
        var bucket = context.Bucket("s3:DeleteBucket");
        if (context.State.List(bucket.Scope, bucket.ObjectType).Any() || ObjectVersions.Keys(context.State.Current, bucket).Any())
        {
            throw new AwsException("BucketNotEmpty", BucketVersioning.WasEnabled(bucket)
                ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                : "The bucket you tried to delete is not empty", 409);
        }

        foreach (var upload in MultipartUpload.Of(context.State.Current, bucket).ToList())
        {
            upload.Delete(context.State);
        }

        bucket.Delete(context.State);
        return JsonObject.Empty;
    }

    private static Bucket New(OperationContext context, string name, Scope scope)
    {
        var configuration = context.Input.Object("CreateBucketConfiguration") ?? JsonObject.Empty;
        var tags = BucketTags.Checked(configuration.Array("Tags"));
        var ownership = context.Input.String("ObjectOwnership") ?? BucketOwnership.Enforced;
        BucketOwnership.CheckAcl(ownership, context.Input.String("ACL"));
        return new(name, scope, JsonObject.Of(
            ("Name", name),
            ("CreationDate", context.NowText),
            ("ServerSideEncryptionConfiguration", BucketEncryption.Initial(context.State.Current, scope.Account)),
            ("PublicAccessBlockConfiguration", PublicAccessBlock.AllOn),
            ("OwnershipControls", BucketOwnership.Controls(ownership)),
            ("ACL", context.Input["ACL"]),
            ("TagSet", tags.Count == 0 ? null : tags)));
    }

    private static JsonObject Answer(Bucket bucket) => JsonObject.Of(
        ("Location", bucket.Scope.Region == Scope.DefaultRegion ? $"/{bucket.Name}" : $"http://{bucket.Name}.s3.amazonaws.com/"),
        ("BucketArn", bucket.Arn));

    /// <summary>In us-east-1 alone, the owner may create a bucket again and nothing happens (API Reference, CreateBucket).</summary>
    private static JsonObject Again(OperationContext context, Bucket existing, string region)
    {
        if (existing.Scope.Account != context.Scope.Account)
        {
            throw new AwsException(
                "BucketAlreadyExists",
                "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
                + "Please select a different name and try again.",
                409);
        }

        return region == Scope.DefaultRegion && existing.Scope.Region == region
            ? Answer(existing)
            : throw new AwsException(
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.",
                409);
    }

    private static string RegionOf(OperationContext context)
    {
        var here = context.Scope.Region;
        var asked = context.Input.Object("CreateBucketConfiguration")?.String("LocationConstraint");
        asked = asked == "EU" ? "eu-west-1" : asked;
        if (here != Scope.DefaultRegion && asked != here)
        {
            throw new AwsException(
                "IllegalLocationConstraintException",
                $"The {asked ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.");
        }

        return asked is null ? here
            : asked != Scope.DefaultRegion && asked.Count(c => c == '-') >= 2 ? asked
            : throw new AwsException("InvalidLocationConstraint", "The specified location-constraint is not valid");
    }

    private static void RefuseUnsupported(JsonObject input)
    {
        if (Unsupported.FirstOrDefault(input.Has) is { } member)
        {
            throw BucketErrors.NotImplemented(member);
        }

        if (input.Bool("ObjectLockEnabledForBucket") is true)
        {
            throw BucketErrors.NotImplemented("ObjectLockEnabledForBucket");
        }

        var configuration = input.Object("CreateBucketConfiguration") ?? JsonObject.Empty;
        if (configuration.Has("Location") || configuration.Has("Bucket"))
        {
            throw BucketErrors.NotImplemented("directory buckets");
        }
    }
}
