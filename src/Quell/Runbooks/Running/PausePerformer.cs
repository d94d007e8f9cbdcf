using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>Waits for a signal: nothing has to be done for that.</summary>
internal sealed class PausePerformer : IWorkPerformer
{
    public ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken) => ValueTask.FromResult<Signal?>(new Signal.Submitted(JsonObject.Empty));

    public void Cancel(WorkOrder order)
    {
        // Nothing was begun.
    }
}
