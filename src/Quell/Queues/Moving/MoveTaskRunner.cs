using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Deliveries;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Queues.Moving;

/// <summary>
/// Runs the tasks that move messages, each by itself: some messages and how many they are in one commit, so that a crash
/// neither loses nor doubles one. What is moved is a new message with an id and a time of its own (SQS developer guide,
/// "Dead-letter queue redrive"). A task moves as many messages as there were when it began, so that one that comes back is
/// not moved again.
/// </summary>
internal sealed class MoveTaskRunner : IAsyncDisposable
{
    private const int AtOnce = 100;

    private readonly ResourceStore _store;
    private readonly LiveQueues _queues;
    private readonly MessageMover _mover;
    private readonly TimeProvider _time;
    private readonly ResourceTasks _tasks;

    public MoveTaskRunner(ResourceStore store, LiveQueues queues, MessageMover mover, TimeProvider time, ILogger log)
    {
        (_store, _queues, _mover, _time) = (store, queues, mover, time);
        _tasks = new(store, MoveTask.ResourceType, key => cancellationToken => Step(key, cancellationToken), time, log)
        {
            IsOver = task => new MoveTask(default, task).IsOver,
            Fail = (key, reason) => End(key, MoveTask.Failed, reason),
        };
    }

    public void Start() => _tasks.Start();

    public ValueTask DisposeAsync() => _tasks.DisposeAsync();

    private async Task<bool> Step(ResourceKey key, CancellationToken cancellationToken)
    {
        if (MoveTask.Find(_store.Current, key) is not { IsOver: false } task)
        {
            return false;
        }

        if (task.Status == MoveTask.Cancelling)
        {
            return await End(key, MoveTask.Cancelled).ConfigureAwait(false);
        }

        if (Queue.Find(_store.Current, task.Source) is not { } source)
        {
            return await End(key, MoveTask.Failed, "AWS.SimpleQueueService.NonExistentQueue").ConfigureAwait(false);
        }

        string? failure = null;
        var most = (int)Math.Min(task.ToMove - task.Moved, task.Rate is { } rate ? Math.Max(1, rate / 10) : AtOnce);
        var moved = most == 0 ? new(0, []) : await _mover.Move(
            source, most, (message, letterOf) => Made(task, message, letterOf, ref failure), (count, write) => Commit(key, count, write)).ConfigureAwait(false);
        _mover.Release(source, moved.Left);
        if (failure is not null)
        {
            return await End(key, MoveTask.Failed, failure).ConfigureAwait(false);
        }

        if (moved.Count == 0 && MoveTask.Find(_store.Current, key)?.Status == MoveTask.Running)
        {
            return await End(key, MoveTask.Completed).ConfigureAwait(false);
        }

        if (task.Rate is { } perSecond)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)moved.Count / perSecond), _time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private HandOver? Made(MoveTask task, QueueMessage message, string? letterOf, ref string? failure)
    {
        if ((task.Destination ?? letterOf) is not { } arn)
        {
            failure ??= "CouldNotDetermineMessageSource";
            return null;
        }

        if (Queue.Find(_store.Current, arn) is not { } to)
        {
            failure ??= "AWS.SimpleQueueService.NonExistentQueue";
            return null;
        }

        return _queues.Prepare(to, [_queues.NewMessage(to, message.Sender, message.Body, message.Attributes) with { System = message.System }]);
    }

    private Task<bool> Commit(ResourceKey key, int count, JournalWrite write) => Change(
        key,
        task => task.Status == MoveTask.Running ? task with { Value = task.Value.With("ApproximateNumberOfMessagesMoved", task.Moved + count) } : null,
        write);

    private async Task<bool> End(ResourceKey key, string status, string? reason = null)
    {
        await Change(key, task => task.IsOver ? null : task with { Value = task.Value.With("Status", status).With("FailureReason", reason) }, null).ConfigureAwait(false);
        return false;
    }

    /// <returns>False where the change was not to be made: then nothing is written.</returns>
    private async Task<bool> Change(ResourceKey key, Func<MoveTask, MoveTask?> change, JournalWrite? write)
    {
        var (isChanged, durable) = _store.Run(state =>
        {
            var edit = new ResourceEdit(state);
            if (MoveTask.Find(state, key) is not { } task || change(task) is not { } changed)
            {
                return new ResourceStep<bool>(edit, false);
            }

            edit.Put(key.Scope, key.Type, key.Id, changed.Value);
            return new ResourceStep<bool>(edit, true, write);
        });
        await durable.ConfigureAwait(false);
        return isChanged;
    }
}
