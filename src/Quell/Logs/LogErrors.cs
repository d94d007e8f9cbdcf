using Quell.Aws;

namespace Quell.Logs;

/// <summary>CloudWatch Logs' refusals (CloudWatch Logs API Reference).</summary>
internal static class LogErrors
{
    public static AwsException NoGroup() => new("ResourceNotFoundException", "The specified log group does not exist.");

    public static AwsException NoStream() => new("ResourceNotFoundException", "The specified log stream does not exist.");

    public static AwsException GroupExists() => new("ResourceAlreadyExistsException", "The specified log group already exists");

    public static AwsException StreamExists() => new("ResourceAlreadyExistsException", "The specified log stream already exists");

    public static AwsException Invalid(string message) => new("InvalidParameterException", message);
}
