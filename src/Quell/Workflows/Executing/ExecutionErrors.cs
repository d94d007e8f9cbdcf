using Quell.Aws;

namespace Quell.Workflows.Executing;

/// <summary>How Step Functions refuses what is asked of executions, in its own words (API Reference, the errors of each operation).</summary>
internal static class ExecutionErrors
{
    public static AwsException NoExecution(string arn) => new("ExecutionDoesNotExist", $"Execution Does Not Exist: '{arn}'");

    public static AwsException Exists(string arn) => new("ExecutionAlreadyExists", $"Execution Already Exists: '{arn}'");

    public static AwsException InvalidInput(string mistake) => new("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{mistake}'");

    public static AwsException InvalidOutput(string mistake) => new("InvalidOutput", $"Invalid Output: '{mistake}'");

    public static AwsException TypeNotSupported() => new("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");

    public static AwsException NotRedrivable(string reason) => new("ExecutionNotRedrivable", reason);

    /// <summary>The task is over, or has run out of time.</summary>
    public static AwsException TaskTimedOut() => new("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");

    /// <summary>The execution that the task was part of is no longer kept.</summary>
    public static AwsException NoTask() => new("TaskDoesNotExist", "Task does not exist");

    public static AwsException NoMapRun(string arn) => WorkflowErrors.NoResource($"Resource not found: '{arn}'");
}
