using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Executions;

namespace Quell.Workflows.Executing;

/// <summary>Finds the execution that a request names. Express executions are seen in logs alone, as with AWS.</summary>
internal static class ExecutionLookup
{
    /// <exception cref="AwsException"><c>InvalidArn</c> or <c>ExecutionDoesNotExist</c>; the latter also for one of another account or region.</exception>
    public static StoredRun Execution(this Call call, ExecutionStore store)
    {
        var text = call.Input.String("executionArn");
        var arn = StatesArn.TryParse(text, out var parsed) ? parsed : throw WorkflowErrors.NoArn(text);
        if (arn is not StatesArn.Execution)
        {
            throw WorkflowErrors.OtherResource(arn);
        }

        return arn.Scope == call.Scope && store.Find($"{arn}") is { } stored ? stored : throw ExecutionErrors.NoExecution($"{arn}");
    }
}
