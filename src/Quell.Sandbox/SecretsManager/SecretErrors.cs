using Quell.Aws;

namespace Quell.Sandbox.SecretsManager;

/// <summary>How Secrets Manager refuses (Secrets Manager API Reference, each operation's errors).</summary>
internal static class SecretErrors
{
    public static AwsException NotFound() => new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    public static AwsException NoValue(string what) =>
        new("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for {what}");

    public static AwsException Exists(string message) => new("ResourceExistsException", message);

    public static AwsException InvalidParameter(string message) => new("InvalidParameterException", message);

    public static AwsException InvalidRequest(string message) => new("InvalidRequestException", message);

    public static AwsException InvalidToken() => new("InvalidNextTokenException", "The NextToken value is invalid.");
}
