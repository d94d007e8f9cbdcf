using Quell.Aws;

namespace Quell.Topics;

/// <summary>How SNS refuses (SNS API reference, each action's "Errors").</summary>
internal static class TopicErrors
{
    public static AwsException Invalid(string what) => new("InvalidParameter", $"Invalid parameter: {what}");

    public static AwsException NoTopic() => new("NotFound", "Topic does not exist", 404);

    public static AwsException NoSubscription() => new("NotFound", "Subscription does not exist", 404);

    public static AwsException Denied(string operation, string arn) => new(
        "AuthorizationError", $"The caller is not authorized to perform: SNS:{operation} on resource: {arn}", 403);

    /// <summary>A feature of SNS that Quell does not have; nothing of the call happens.</summary>
    public static AwsException Unsupported(string what) => new("InvalidParameter", $"Invalid parameter: Quell does not support {what}");
}
