using Quell.Aws;

namespace Quell.Sandbox.Buckets;

/// <summary>How S3 refuses (Amazon S3 API Reference, "Error responses").</summary>
internal static class BucketErrors
{
    public static AwsException NoSuchBucket() => new("NoSuchBucket", "The specified bucket does not exist", 404);

    public static AwsException NoSuchKey() => new("NoSuchKey", "The specified key does not exist.", 404);

    public static AwsException NoSuchVersion() => new("NoSuchVersion", "The specified version does not exist.", 404);

    public static AwsException AccessDenied() => new("AccessDenied", "Access Denied", 403);

    public static AwsException MalformedXml() => new(
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static AwsException InvalidArgument(string message) => new("InvalidArgument", message);

    public static AwsException BadToken() => InvalidArgument("The continuation token provided is incorrect");

    public static AwsException PreconditionFailed() => new(
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);

    /// <summary>A feature of S3 that the simulated account does not have; nothing of the call happens.</summary>
    /// <param name="feature">The request's member that asks for it.</param>
    public static AwsException NotImplemented(string feature) => new(
        "NotImplemented", $"A header or parameter you provided implies functionality that is not implemented: {feature}", 501);
}
