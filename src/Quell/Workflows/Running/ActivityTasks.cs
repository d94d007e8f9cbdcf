using System.Threading.Channels;
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

    /// <summary>A task waits for a worker from now on.</summary>
    public void Offer(WorkOrder order)
    {
        var line = LineOf(order);
        while (true)
        {
            TaskCompletionSource<WorkOrder>? worker;
            lock (_gate)
            {
                if (!line.Workers.TryDequeue(out worker))
                {
                    line.Tasks.AddLast(order);
                    return;
                }
            }

            if (worker.TrySetResult(order))
            {
                return;
            }
        }
    }

    /// <summary>Nobody waits for the task any more.</summary>
    public void Withdraw(WorkOrder order)
    {
        if (order.Work.Spec.String("resource") is not { } arn)
        {
            return;
        }

        lock (_gate)
        {
            if (_lines.TryGetValue(arn, out var line) && line.Tasks.FirstOrDefault(task => task.Run == order.Run && task.Pending.Id == order.Pending.Id) is { } waiting)
            {
                line.Tasks.Remove(waiting);
            }
        }
    }

    /// <summary>The activity's next task.</summary>
    /// <returns>Null where none came until the wait was given up.</returns>
    public async Task<WorkOrder?> Take(string arn, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource<WorkOrder>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var line = LineOf(arn);
            if (line.Tasks.First is { } first)
            {
                line.Tasks.RemoveFirst();
                return first.Value;
            }

            line.Workers.Enqueue(mine);
        }

        using var given = cancellationToken.Register(() => mine.TrySetCanceled(cancellationToken));
        try
        {
            return await mine.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private Line LineOf(WorkOrder order)
    {
        lock (_gate)
        {
            return LineOf(order.Work.Spec.String("resource") ?? "");
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

    private sealed class Line
    {
        public LinkedList<WorkOrder> Tasks { get; } = [];

        public Queue<TaskCompletionSource<WorkOrder>> Workers { get; } = [];
    }
}
