using System.Collections.Frozen;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Trail;

/// <summary>
/// What CloudTrail calls services and operations where it is not what the model calls them, and in which region it
/// records a call (CloudTrail User Guide, "CloudTrail record contents"; the services' guides on CloudTrail).
/// </summary>
internal static class TrailNames
{
    private static readonly FrozenDictionary<string, string> Sources = new Dictionary<string, string>
    {
        ["email"] = "ses",
        ["s3-control"] = "s3",
        ["api.ecr"] = "ecr",
        ["api.sagemaker"] = "sagemaker",
        ["streams.dynamodb"] = "dynamodb",
        ["portal.sso"] = "sso",
        ["oidc"] = "sso",
    }.ToFrozenDictionary();

    /// <summary>Lambda's names carry the API's date, some a version (Lambda Developer Guide, "Logging AWS Lambda API calls").</summary>
    private static readonly FrozenDictionary<string, string> LambdaSuffixes = new Dictionary<string, string>
    {
        ["AddPermission"] = "20150331v2",
        ["CreateAlias"] = "20150331",
        ["CreateEventSourceMapping"] = "20150331",
        ["CreateFunction"] = "20150331",
        ["DeleteAlias"] = "20150331",
        ["DeleteEventSourceMapping"] = "20150331",
        ["DeleteFunction"] = "20150331",
        ["DeleteFunctionConcurrency"] = "20171031",
        ["GetAlias"] = "20150331",
        ["GetEventSourceMapping"] = "20150331",
        ["GetFunction"] = "20150331v2",
        ["GetFunctionConfiguration"] = "20150331v2",
        ["GetPolicy"] = "20150331v2",
        ["ListAliases"] = "20150331",
        ["ListEventSourceMappings"] = "20150331",
        ["ListFunctions"] = "20150331",
        ["ListTags"] = "20170331",
        ["ListVersionsByFunction"] = "20150331",
        ["PublishVersion"] = "20150331",
        ["PutFunctionConcurrency"] = "20171031",
        ["RemovePermission"] = "20150331v2",
        ["TagResource"] = "20170331v2",
        ["UntagResource"] = "20170331v2",
        ["UpdateAlias"] = "20150331",
        ["UpdateEventSourceMapping"] = "20150331",
        ["UpdateFunctionCode"] = "20150331v2",
        ["UpdateFunctionConfiguration"] = "20150331v2",
    }.ToFrozenDictionary();

    /// <summary>S3 User Guide, "Amazon S3 CloudTrail events": API operations mapped to CloudTrail's names.</summary>
    private static readonly FrozenDictionary<string, string> BucketNames = new Dictionary<string, string>
    {
        ["DeletePublicAccessBlock"] = "DeleteBucketPublicAccessBlock",
        ["GetBucketAccelerateConfiguration"] = "GetAccelerateConfiguration",
        ["GetBucketLifecycleConfiguration"] = "GetBucketLifecycle",
        ["GetBucketNotificationConfiguration"] = "GetBucketNotification",
        ["GetObjectLockConfiguration"] = "GetBucketObjectLockConfiguration",
        ["GetPublicAccessBlock"] = "GetBucketPublicAccessBlock",
        ["ListObjectsV2"] = "ListObjects",
        ["PutBucketAccelerateConfiguration"] = "PutAccelerateConfiguration",
        ["PutBucketLifecycleConfiguration"] = "PutBucketLifecycle",
        ["PutBucketNotificationConfiguration"] = "PutBucketNotification",
        ["PutObjectLockConfiguration"] = "PutBucketObjectLockConfiguration",
        ["PutPublicAccessBlock"] = "PutBucketPublicAccessBlock",
    }.ToFrozenDictionary();

    /// <summary>The same page, "account-level actions".</summary>
    private static readonly FrozenDictionary<string, string> AccountNames = new Dictionary<string, string>
    {
        ["DeletePublicAccessBlock"] = "DeleteAccountPublicAccessBlock",
        ["GetPublicAccessBlock"] = "GetAccountPublicAccessBlock",
        ["PutPublicAccessBlock"] = "PutAccountPublicAccessBlock",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> GlobalServices = FrozenSet.ToFrozenSet(
        ["iam", "route53", "cloudfront", "organizations", "globalaccelerator", "support", "health"]);

    /// <summary>The service as records name it, without <c>.amazonaws.com</c>: <c>ec2</c>, <c>monitoring</c>.</summary>
    public static string SourceOf(ServiceModel service) =>
        Sources.GetValueOrDefault(service.Entry.EndpointPrefix, service.Entry.EndpointPrefix);

    public static string EventNameOf(string service, string operation) => service switch
    {
        "lambda" => operation + LambdaSuffixes.GetValueOrDefault(operation, ""),
        "s3" => BucketNames.GetValueOrDefault(operation, operation),
        "s3control" => AccountNames.GetValueOrDefault(operation, operation),
        _ => operation,
    };

    /// <summary>
    /// The region that the call is recorded in, and on whose default bus its event goes: the request's, or us-east-1 for
    /// the services that have none.
    /// </summary>
    public static string RegionOf(Call call) => GlobalServices.Contains(call.Service) || call.Scope.Region.Length == 0
        ? Scope.DefaultRegion
        : call.Scope.Region;
}
