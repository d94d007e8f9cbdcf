using Quell.Aws;

namespace Quell.Sandbox.Keys;

/// <summary>How KMS refuses (KMS API Reference, each operation's errors).</summary>
internal static class KeyErrors
{
    public static AwsException NotFound(string message) => new("NotFoundException", message);

    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException InvalidState(string message) => new("KMSInvalidStateException", message);

    public static AwsException Disabled(string arn) => new("DisabledException", $"{arn} is disabled.");

    public static AwsException Unsupported(string message) => new("UnsupportedOperationException", message);

    public static AwsException MalformedPolicy(string message) => new("MalformedPolicyDocumentException", message);

    public static AwsException InvalidMarker() => new("InvalidMarkerException", "Could not deserialize marker");
}
