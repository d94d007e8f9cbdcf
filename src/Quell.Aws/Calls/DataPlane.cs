using System.Collections.Frozen;

namespace Quell.Aws.Calls;

/// <summary>
/// Operations that CloudTrail counts as data events, which neither the trail nor the bus shows by default (CloudTrail User
/// Guide, "Logging data events"), and those that it does not log at all (PutEvents, PutLogEvents, queue and topic traffic).
/// </summary>
internal static class DataPlane
{
    private static readonly FrozenSet<(string Service, string Operation)> Operations = new[]
    {
        ("events", "PutEvents"), ("events", "TestEventPattern"),
        ("lambda", "Invoke"), ("lambda", "InvokeAsync"), ("lambda", "InvokeWithResponseStream"),
        ("logs", "PutLogEvents"), ("logs", "GetLogEvents"), ("logs", "FilterLogEvents"),
        ("sns", "Publish"), ("sns", "PublishBatch"),
        ("sqs", "SendMessage"), ("sqs", "SendMessageBatch"), ("sqs", "ReceiveMessage"), ("sqs", "DeleteMessage"),
        ("sqs", "DeleteMessageBatch"), ("sqs", "ChangeMessageVisibility"), ("sqs", "ChangeMessageVisibilityBatch"),
        ("s3", "PutObject"), ("s3", "GetObject"), ("s3", "HeadObject"), ("s3", "DeleteObject"), ("s3", "DeleteObjects"),
        ("s3", "CopyObject"), ("s3", "ListObjects"), ("s3", "ListObjectsV2"), ("s3", "HeadBucket"), ("s3", "GetObjectTagging"),
        ("s3", "PutObjectTagging"), ("s3", "DeleteObjectTagging"), ("s3", "GetObjectAttributes"), ("s3", "CreateMultipartUpload"),
        ("s3", "UploadPart"), ("s3", "UploadPartCopy"), ("s3", "CompleteMultipartUpload"), ("s3", "AbortMultipartUpload"),
        ("s3", "ListParts"), ("s3", "ListMultipartUploads"), ("s3", "GetObjectAcl"), ("s3", "PutObjectAcl"),
    }.ToFrozenSet();

    public static bool Has(string service, string operation) => Operations.Contains((service, operation));
}
