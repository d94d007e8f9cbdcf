using Quell.Accounts;
using Quell.Aws;
using Quell.Executions;
using Quell.Functions;

namespace Quell.Workflows.Running;

/// <summary>Calls that executions of workflows make, in a session of their role.</summary>
internal sealed class WorkflowCalls(ResourceStore store, ExecutionCalls calls, TimeProvider time)
{
    private const string Service = "states.amazonaws.com";

    /// <summary>Characters that a session's name may have.</summary>
    private const int LongestSession = 64;

    /// <inheritdoc cref="ExecutionCalls.Send"/>
    public ValueTask<CallAnswer> Send(WorkOrder order, RequestedCall request, string name, CancellationToken cancellationToken)
    {
        var settings = WorkflowSettings.From(order.Header.Settings);
        var role = order.Work.Spec.String("role") ?? settings.RoleArn;
        var caller = ExecutionRole.Session(store.Current, role, Session(settings.Name), order.Header.Scope, time.GetUtcNow());
        return calls.Send(order, caller with { InvokedBy = Service }, request, name, cancellationToken);
    }

    /// <inheritdoc cref="ExecutionCalls.RequestId"/>
    public string RequestId(WorkOrder order, string name) => calls.RequestId(order, name);

    private static string Session(string name) => name.Length <= LongestSession ? name : name[..LongestSession];
}
