using Quell.Aws.Operations;
using Quell.Sandbox.Buckets.Configurations;

namespace Quell.Sandbox.Buckets;

/// <summary>The operations of S3.</summary>
internal static class BucketOperations
{
    private const string Service = "s3";

    public static OperationTable AddBuckets(this OperationTable table) => table
        .AddConfigurations()
        .AddKeptConfigurations()
        .AddAccountPublicAccessBlock()
        .Add(Service, "CreateBucket", BucketCreation.CreateBucket)
        .Add(Service, "DeleteBucket", BucketCreation.DeleteBucket)
        .Add(Service, "ListBuckets", BucketListing.ListBuckets)
        .Add(Service, "HeadBucket", BucketListing.HeadBucket)
        .Add(Service, "GetBucketLocation", BucketListing.GetBucketLocation);

    private static OperationTable AddConfigurations(this OperationTable table) => table
        .Add(Service, "GetBucketEncryption", BucketEncryption.GetBucketEncryption)
        .Add(Service, "PutBucketEncryption", BucketEncryption.PutBucketEncryption)
        .Add(Service, "DeleteBucketEncryption", BucketEncryption.DeleteBucketEncryption)
        .Add(Service, "GetBucketTagging", BucketTags.GetBucketTagging)
        .Add(Service, "PutBucketTagging", BucketTags.PutBucketTagging)
        .Add(Service, "DeleteBucketTagging", BucketTags.DeleteBucketTagging)
        .Add(Service, "GetBucketOwnershipControls", BucketOwnership.GetBucketOwnershipControls)
        .Add(Service, "PutBucketOwnershipControls", BucketOwnership.PutBucketOwnershipControls)
        .Add(Service, "DeleteBucketOwnershipControls", BucketOwnership.DeleteBucketOwnershipControls)
        .Add(Service, "GetBucketPolicy", BucketPolicy.GetBucketPolicy)
        .Add(Service, "GetBucketPolicyStatus", BucketPolicy.GetBucketPolicyStatus)
        .Add(Service, "PutBucketPolicy", BucketPolicy.PutBucketPolicy)
        .Add(Service, "DeleteBucketPolicy", BucketPolicy.DeleteBucketPolicy)
        .Add(Service, "GetPublicAccessBlock", PublicAccessBlock.GetPublicAccessBlock)
        .Add(Service, "PutPublicAccessBlock", PublicAccessBlock.PutPublicAccessBlock)
        .Add(Service, "DeletePublicAccessBlock", PublicAccessBlock.DeletePublicAccessBlock)
        .Add(Service, "GetBucketAcl", BucketAcls.GetBucketAcl)
        .Add(Service, "PutBucketAcl", BucketAcls.PutBucketAcl);
}
