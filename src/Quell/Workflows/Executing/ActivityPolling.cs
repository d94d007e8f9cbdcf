using Quell.Aws.Calls;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Storage;

namespace Quell.Workflows.Executing;

/// <summary>GetActivityTask (API Reference): a worker waits up to a minute for a task of its activity.</summary>
internal sealed class ActivityPolling(WorkflowEngine engine)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>An answer without a token means that there was no task. A task that is answered is known to have been taken.</summary>
    public async ValueTask<CallResult> GetActivityTask(Call call, CancellationToken cancellationToken)
    {
        var activity = Activity(call);
        using var limit = new CancellationTokenSource(LongestWait, engine.Host.Time);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        while (await engine.Activities.Take(activity, wait.Token).ConfigureAwait(false) is { } order)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                engine.Activities.Offer(order);
                break;
            }

            if (await Begin(order, call.Input.String("workerName")).ConfigureAwait(false))
            {
                return new(JsonObject.Of(
                    ("taskToken", engine.Tokens.Make(order.Run, order.Pending.Id)),
                    ("input", (order.Work.Spec["arguments"] ?? JsonObject.Empty).ToSpelledString())));
            }
        }

        return new(JsonObject.Empty);
    }

    /// <returns>False where nobody waits for the task any more.</returns>
    private async Task<bool> Begin(WorkOrder order, string? worker)
    {
        try
        {
            return await engine.Executions.Post(order.Run, new Stimulus.Answer(order.Pending.Id, new Signal.Started(worker))).ConfigureAwait(false);
        }
        catch (JournalException)
        {
            engine.Activities.Offer(order);
            throw;
        }
    }

    private string Activity(Call call)
    {
        var text = call.Input.String("activityArn");
        var arn = StatesArn.TryParse(text, out var parsed) ? parsed : throw WorkflowErrors.NoArn(text);
        if (arn is not StatesArn.Activity activity)
        {
            throw WorkflowErrors.OtherResource(arn);
        }

        return arn.Scope == call.Scope && engine.Host.Resources.Current.Get(new(arn.Scope, Activities.Type, activity.Name)) is not null
            ? $"{arn}"
            : throw WorkflowErrors.NoActivity($"{arn}");
    }
}
