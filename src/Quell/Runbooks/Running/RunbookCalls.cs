using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Functions;

namespace Quell.Runbooks.Running;

/// <summary>Calls that runbooks make: in a session of their role, or as who started them where they have none.</summary>
internal sealed class RunbookCalls(ResourceStore store, ExecutionCalls calls)
{
    /// <summary>Who assumes the roles.</summary>
    public const string Service = "ssm.amazonaws.com";

    /// <inheritdoc cref="ExecutionCalls.Send"/>
    public ValueTask<CallAnswer> Send(WorkOrder order, RequestedCall request, string name, CancellationToken cancellationToken) =>
        calls.Send(order, Caller(order.Header), request, name, cancellationToken);

    /// <inheritdoc cref="ExecutionCalls.RequestId"/>
    public string RequestId(WorkOrder order, string name) => calls.RequestId(order, name);

    /// <summary>As whom an execution acts. The session of a role is called as on AWS, <c>Automation-EXECUTION</c>, from the moment of the start.</summary>
    public Principal Caller(ExecutionHeader header)
    {
        var settings = RunbookSettings.From(header.Settings);
        var caller = settings.RoleArn is { } role
            ? ExecutionRole.Session(store.Current, role, $"Automation-{settings.ExecutionId}", header.Scope, header.Created)
            : settings.Caller;
        return caller with { InvokedBy = Service };
    }
}
