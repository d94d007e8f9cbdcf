using Quell.Executions;

namespace Quell.Workflows.Running;

/// <summary>
/// Tasks of activities that wait for a worker, and workers that wait for a task, in the order of their coming. Rebuilt from the
/// executions after a restart. Safe for concurrent use.
/// </summary>
internal sealed class ActivityTasks
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>A task waits for a worker from now on; one that waits already keeps its place.</summary>
    public void Offer(WorkOrder order)
    {
        lock (_gate)
        {
            var line = LineOf(order.Work.Spec.String("resource") ?? "");
            while (line.Workers.First is { } worker)
            {
                line.Workers.RemoveFirst();
                if (worker.Value.TrySetResult(order))
                {
                    return;
                }
            }

            if (!line.Places.ContainsKey(PlaceOf(order)))
            {
                line.Places.Add(PlaceOf(order), line.Tasks.AddLast(order));
            }
        }
    }

    /// <summary>Nobody waits for the task any more.</summary>
    public void Withdraw(WorkOrder order)
    {
        lock (_gate)
        {
            if (order.Work.Spec.String("resource") is { } arn && _lines.TryGetValue(arn, out var line) && line.Places.Remove(PlaceOf(order), out var place))
            {
                line.Tasks.Remove(place);
                Forget(arn, line);
            }
        }
    }

    /// <summary>The activity's next task.</summary>
    /// <returns>Null where none came until the wait was given up.</returns>
    public async Task<WorkOrder?> Take(string arn, CancellationToken cancellationToken)
    {
        var mine = new LinkedListNode<TaskCompletionSource<WorkOrder>>(new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            var line = LineOf(arn);
            if (line.Tasks.First is { } first)
            {
                line.Tasks.RemoveFirst();
                line.Places.Remove(PlaceOf(first.Value));
                Forget(arn, line);
                return first.Value;
            }

            line.Workers.AddLast(mine);
        }

        using var given = cancellationToken.Register(() => mine.Value.TrySetCanceled(cancellationToken));
        try
        {
            return await mine.Value.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Leave(arn, mine);
            return null;
        }
    }

    private void Leave(string arn, LinkedListNode<TaskCompletionSource<WorkOrder>> worker)
    {
        lock (_gate)
        {
            if (worker.List is { } workers)
            {
                workers.Remove(worker);
                Forget(arn, _lines[arn]);
            }
        }
    }

    private Line LineOf(string arn)
    {
        if (!_lines.TryGetValue(arn, out var line))
        {
            _lines.Add(arn, line = new());
        }

        return line;
    }

    private void Forget(string arn, Line line)
    {
        if (line.Tasks.Count == 0 && line.Workers.Count == 0)
        {
            _lines.Remove(arn);
        }
    }

    private static (long Run, int Pending) PlaceOf(WorkOrder order) => (order.Run, order.Pending.Id);

    private sealed class Line
    {
        public LinkedList<WorkOrder> Tasks { get; } = [];

        /// <summary>Where each task stands.</summary>
        public Dictionary<(long Run, int Pending), LinkedListNode<WorkOrder>> Places { get; } = [];

        public LinkedList<TaskCompletionSource<WorkOrder>> Workers { get; } = [];
    }
}
