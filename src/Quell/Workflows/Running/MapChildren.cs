using Quell.Aws.Operations;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Workflows.Running;

/// <summary>Starts the executions of a distributed map; the end of each is told by the execution itself.</summary>
internal sealed class MapChildren(DurableExecutions executions, TimeProvider time, string seed) : IWorkPerformer
{
    /// <summary>In which form the map is told of a child's end.</summary>
    public const string Form = "map";

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var header = Header(order);
        if (executions.Store.Find(header.Id) is not { } child)
        {
            await executions.Begin(header, order.Work.Spec["input"] ?? JsonValue.Null).ConfigureAwait(false);
            return null;
        }

        return order.Work.Spec.Bool("again") is true ? await Redrive(child).ConfigureAwait(false) : null;
    }

    /// <summary>Drives a child again that did not succeed. What it comes to it tells itself.</summary>
    private async Task<Signal?> Redrive(StoredRun child)
    {
        var execution = executions.Store.View(child).Execution;
        if (execution is { Status: ExecutionStatus.Succeeded, Output: { } output })
        {
            // It had succeeded when it was to be stopped.
            return new Signal.Succeeded(output);
        }

        await executions.Post(child.Run, Stimulus.Redrive.Instance).ConfigureAwait(false);
        return null;
    }

    public void Cancel(WorkOrder order)
    {
        if (executions.Store.Find(Header(order).Id) is { } child)
        {
            _ = executions.Post(child.Run, new Stimulus.Stop(null, null));
        }
    }

    private ExecutionHeader Header(WorkOrder order)
    {
        var spec = order.Work.Spec;
        var parent = WorkflowSettings.From(order.Header.Settings);
        var label = spec.String("label") ?? "";
        var isExpress = spec.Bool("express") == true;
        var ids = new IdSource(seed, $"{order.Name}/child");
        var name = ids.Uuid();
        StatesArn arn = isExpress
            ? new StatesArn.Express(order.Header.Scope, parent.MachineName, name, ids.Uuid(), label)
            : new StatesArn.Execution(order.Header.Scope, parent.MachineName, name, label);
        return new()
        {
            Id = arn.ToString(),
            Kind = WorkflowLanguage.Kind,
            Target = new StatesArn.StateMachine(order.Header.Scope, parent.MachineName, Label: label).ToString(),
            Scope = order.Header.Scope,
            Created = time.GetUtcNow(),
            Definition = order.Header.Definition,
            Settings = (parent with { Name = name, IsExpress = isExpress, Graph = (int)(spec.Long("graph") ?? 0) }).ToJson(),
            IsVolatile = isExpress,
            EventId = order.Header.EventId,
            Rule = order.Header.Rule,
            Parent = new(order.Run, order.Pending.Id, Form),
            MapRun = spec.String("mapRun"),
            Items = (int)(spec.Long("items") ?? 1),
        };
    }
}
