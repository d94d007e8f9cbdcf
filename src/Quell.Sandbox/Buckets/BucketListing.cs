using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Buckets;

/// <summary>Which buckets there are and where.</summary>
internal static class BucketListing
{
    private const int MostBuckets = 10_000;

    public static JsonObject ListBuckets(OperationContext context)
    {
        var input = context.Input;
        var most = input.Long("MaxBuckets") ?? MostBuckets;
        if (most is < 1 or > MostBuckets)
        {
            throw BucketErrors.InvalidArgument("MaxBuckets must be between 1 and 10000");
        }

        var after = PageToken.Read(input.String("ContinuationToken"), BucketErrors.BadToken);
        var found = Bucket.Of(context.State.Current, context.Scope.Account)
            .Where(bucket => bucket.Name.StartsWith(input.String("Prefix") ?? "", StringComparison.Ordinal)
                && (input.String("BucketRegion") is not { } region || region == bucket.Scope.Region)
                && (after is null || string.CompareOrdinal(bucket.Name, after) > 0))
            .Take((int)most + 1)
            .ToArray();
        var page = found.Take((int)most).ToArray();
        return JsonObject.Of(
            ("Buckets", JsonArray.From(page.Select(Entry))),
            ("Owner", Bucket.OwnerOf(context.Scope.Account)),
            ("Prefix", input.String("Prefix") is { } prefix ? (JsonValue)prefix : null),
            ("ContinuationToken", found.Length > page.Length ? (JsonValue)PageToken.Write(page[^1].Name) : null));
    }

    public static JsonObject HeadBucket(OperationContext context)
    {
        var bucket = context.Bucket("s3:ListBucket");
        return JsonObject.Of(("BucketRegion", bucket.Scope.Region), ("BucketArn", bucket.Arn), ("AccessPointAlias", false));
    }

    /// <summary>The constraint that the bucket was created with; none for us-east-1.</summary>
    public static JsonObject GetBucketLocation(OperationContext context)
    {
        var region = context.Bucket("s3:GetBucketLocation").Scope.Region;
        return region == Scope.DefaultRegion ? JsonObject.Empty : JsonObject.Of(("LocationConstraint", region));
    }

    private static JsonObject Entry(Bucket bucket) => JsonObject.Of(
        ("Name", bucket.Name),
        ("CreationDate", bucket.Value["CreationDate"]),
        ("BucketRegion", bucket.Scope.Region),
        ("BucketArn", bucket.Arn));
}
