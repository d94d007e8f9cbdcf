using Quell.Aws;

namespace Quell.Workflows;

/// <summary>How Step Functions refuses, in its own words (API Reference, the errors of each operation).</summary>
internal static class WorkflowErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException InvalidName(string name) => new("InvalidName", $"Invalid Name: '{name}'");

    public static AwsException InvalidArn(string reason) => new("InvalidArn", $"Invalid Arn: '{reason}'");

    /// <summary>The text is no ARN of Step Functions.</summary>
    public static AwsException NoArn(string? text) =>
        InvalidArn(text?.StartsWith("arn:", StringComparison.Ordinal) is true ? text : $"Invalid ARN prefix: {text}");

    /// <summary>The ARN names another kind of thing than the operation is for.</summary>
    public static AwsException OtherResource(StatesArn arn) => InvalidArn($"Resource type not valid in this context: {arn.Kind}");

    public static AwsException InvalidRoleArn(string arn) => new("InvalidArn", $"Invalid Role Arn: '{arn}'");

    public static AwsException InvalidToken() => new("InvalidToken", "Invalid Token: 'Invalid token'");

    public static AwsException InvalidDefinition(string message) => new("InvalidDefinition", message);

    public static AwsException InvalidInput(string reason) => new("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{reason}'");

    public static AwsException InvalidLogging(string reason) => new("InvalidLoggingConfiguration", $"Invalid Logging Configuration: {reason}");

    public static AwsException InvalidEncryption(string reason) =>
        new("InvalidEncryptionConfiguration", $"Invalid Encryption Configuration: {reason}");

    public static AwsException MissingParameter(string message) => new("MissingRequiredParameter", message);

    public static AwsException NoStateMachine(string arn) => new("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'");

    public static AwsException StateMachineExists(string arn) => new("StateMachineAlreadyExists", $"State Machine Already Exists: '{arn}'");

    public static AwsException StateMachineDeleting(string arn) => new("StateMachineDeleting", $"State Machine is being deleted: '{arn}'");

    public static AwsException NoActivity(string arn) => new("ActivityDoesNotExist", $"Activity Does Not Exist: '{arn}'");

    /// <summary>What an alias's or a tagged resource's ARN names is not there.</summary>
    public static AwsException NoResource(string message) => new("ResourceNotFound", message);

    public static AwsException Conflict(string message) => new("ConflictException", message);

    public static AwsException QuotaExceeded(string message) => new("ServiceQuotaExceededException", message);
}
