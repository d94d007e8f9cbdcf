using Quell.Aws.Operations;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>The operations of S3 on objects.</summary>
internal static class ObjectOperations
{
    private const string Service = "s3";

    public static OperationTable AddObjects(this OperationTable table) => table
        .Add(Service, "PutObject", ObjectWriting.PutObject)
        .Add(Service, "CopyObject", ObjectWriting.CopyObject)
        .Add(Service, "CreateMultipartUpload", UploadWriting.CreateMultipartUpload)
        .Add(Service, "UploadPart", UploadWriting.UploadPart)
        .Add(Service, "UploadPartCopy", UploadWriting.UploadPartCopy)
        .Add(Service, "CompleteMultipartUpload", UploadCompletion.CompleteMultipartUpload)
        .Add(Service, "AbortMultipartUpload", UploadWriting.AbortMultipartUpload)
        .Add(Service, "ListParts", UploadListing.ListParts)
        .Add(Service, "ListMultipartUploads", UploadListing.ListMultipartUploads)
        .Add(Service, "DeleteObject", ObjectDeleting.DeleteObject)
        .Add(Service, "DeleteObjects", ObjectDeleting.DeleteObjects)
        .Add(Service, "GetObject", ObjectReading.GetObject)
        .Add(Service, "HeadObject", ObjectReading.HeadObject)
        .Add(Service, "ListObjects", ObjectListing.ListObjects)
        .Add(Service, "ListObjectsV2", ObjectListing.ListObjectsV2)
        .Add(Service, "ListObjectVersions", VersionListing.ListObjectVersions)
        .Add(Service, "GetObjectTagging", ObjectTags.GetObjectTagging)
        .Add(Service, "PutObjectTagging", ObjectTags.PutObjectTagging)
        .Add(Service, "DeleteObjectTagging", ObjectTags.DeleteObjectTagging)
        .Add(Service, "GetObjectAcl", BucketAcls.GetObjectAcl)
        .Add(Service, "PutObjectAcl", BucketAcls.PutObjectAcl);
}
