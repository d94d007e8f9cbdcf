using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Executions;

namespace Quell.Runbooks.Executing;

/// <summary>Finds the automation that a request names.</summary>
internal static class AutomationLookup
{
    /// <exception cref="AwsException"><c>AutomationExecutionNotFoundException</c>, also for one of another account or region.</exception>
    public static StoredRun Automation(this Call call, ExecutionStore store)
    {
        var id = call.Input.String("AutomationExecutionId") ?? "";
        return store.Find(AutomationArn.Of(call.Scope, id)) ?? throw RunbookErrors.NoExecution(id);
    }
}
