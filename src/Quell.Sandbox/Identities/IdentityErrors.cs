using Quell.Aws;

namespace Quell.Sandbox.Identities;

/// <summary>How IAM and STS refuse (IAM API Reference, "Common errors" and each operation's errors).</summary>
internal static class IdentityErrors
{
    public static AwsException NoSuchEntity(string message) => new("NoSuchEntity", message, 404);

    public static AwsException AlreadyExists(string message) => new("EntityAlreadyExists", message, 409);

    public static AwsException DeleteConflict(string reason) => new("DeleteConflict", $"Cannot delete entity, {reason}", 409);

    public static AwsException LimitExceeded(string quota, int most) =>
        new("LimitExceeded", $"Cannot exceed quota for {quota}: {most}", 409);

    public static AwsException Validation(string message) => new("ValidationError", message);

    public static AwsException MalformedPolicy(string message) => new("MalformedPolicyDocument", message);
}
