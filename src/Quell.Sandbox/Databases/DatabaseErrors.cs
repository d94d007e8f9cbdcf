using Quell.Aws;

namespace Quell.Sandbox.Databases;

/// <summary>How RDS refuses (RDS API Reference, each operation's errors and "Common Errors").</summary>
internal static class DatabaseErrors
{
    public static AwsException InvalidValue(string message) => new("InvalidParameterValue", message);

    public static AwsException Combination(string message) => new("InvalidParameterCombination", message);

    public static AwsException KeyNotAccessible(string key) => new(
        "KMSKeyNotAccessibleFault", $"The specified KMS key [{key}] does not exist, is not enabled or you do not have permissions to access it.");
}
