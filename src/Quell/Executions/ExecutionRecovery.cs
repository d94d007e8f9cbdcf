using Microsoft.Extensions.Logging;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>Goes on with executions from what is durable: after a new start of the process, and after a step that could not be stored or followed.</summary>
/// <param name="stop">The process ends: the next start goes on.</param>
internal sealed class ExecutionRecovery(DurableExecutions executions, LivePool pool, CancellationToken stop)
{
    private static readonly TimeSpan ReloadDelay = TimeSpan.FromSeconds(1);

    private ILogger Log => executions.Host.Log;

    /// <summary>Goes on with what had not ended when the process did.</summary>
    public async Task Recover()
    {
        foreach (var run in executions.Store.Unfinished().TakeWhile(_ => !stop.IsCancellationRequested))
        {
            try
            {
                var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (executions.Hand(run, new(Stimulus.Tick.Instance, IsStored: false, null) { GoesOn = goesOn }))
                {
                    await goesOn.Task.ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (IsUnreadable(fault))
            {
                Log.LogError(fault, "The execution number {Run} cannot be read, and stays as it is", run);
            }
            catch (Exception fault)
            {
                Log.LogWarning(fault, "The execution number {Run} goes on later", run);
            }
        }
    }

    /// <summary>
    /// Goes back to what is durable, and on from there. Work that is being done goes on meanwhile, and what comes in waits: nothing is
    /// done twice.
    /// </summary>
    public async Task Return(LiveExecution live, Exception fault)
    {
        if (live.IsNew || live.Header.IsVolatile)
        {
            executions.LetGo(live, fault);
        }

        for (var isBack = live.IsNew; !isBack;)
        {
            try
            {
                await Task.Delay(ReloadDelay, executions.Host.Time, stop).ConfigureAwait(false);
                if (live.IsGone)
                {
                    _ = executions.Hand(live.Run, new(Stimulus.Tick.Instance, IsStored: false, null) { GoesOn = new() });
                }
                else
                {
                    pool.Restore(live);
                    GoOn(live);
                }

                isBack = true;
            }
            catch (OperationCanceledException)
            {
                Log.LogDebug("The execution {Execution} goes on at the next start", live.Header.Id);
                executions.LetGo(live, fault);
                isBack = true;
            }
            catch (Exception again)
            {
                Log.LogError(again, "The execution {Execution} could not be read again yet", live.Header.Id);
            }
        }
    }

    /// <summary>An execution that Quell itself cannot go on with ends with that, rather than wait for ever.</summary>
    public async Task GiveUp(LiveExecution live, List<Arrival> arrivals, Exception fault)
    {
        Log.LogError(fault, "The execution {Execution} cannot go on", live.Header.Id);
        executions.LetGo(live, fault);
        if (live.IsNew || arrivals.Exists(arrival => arrival.Stimulus is Stimulus.Stop))
        {
            return;
        }

        try
        {
            await executions.Post(live.Run, new Stimulus.Stop("States.Runtime", $"Quell could not go on with this execution: {fault.Message}")).ConfigureAwait(false);
        }
        catch (Exception again)
        {
            Log.LogError(again, "The execution {Execution} stays as it is", live.Header.Id);
        }
    }

    /// <summary>
    /// Goes on with what an execution waits for and nobody does. Within its loop: nothing of it is under way that is not known here.
    /// </summary>
    public void GoOn(LiveExecution live)
    {
        // One that has begun may have no event yet: it waits for what it has to know first.
        if (live.State.LastId == 0)
        {
            executions.Enqueue(live, new(new Stimulus.Start(live.Input), IsStored: false, null));
            return;
        }

        if (executions.IsOrphan(live))
        {
            executions.Enqueue(live, new(new Stimulus.Stop(null, null), IsStored: false, null));
            return;
        }

        executions.SetClock(live, isWoken: true);
        var answers = executions.Store.Answers(live.Run);
        foreach (var (pending, signal) in answers)
        {
            executions.Enqueue(live, new(new Stimulus.Answer(pending, signal), IsStored: true, null));
        }

        foreach (var pending in live.State.Pending.Values.Where(pending => pending is { Work: not null, IsSubmitted: false }).OrderBy(pending => pending.Id))
        {
            if (answers.All(answer => answer.Pending != pending.Id))
            {
                executions.Begin(live, pending, isResumed: true);
            }
        }
    }

    /// <summary>Whether what is stored of an execution does not make one.</summary>
    public static bool IsUnreadable(Exception fault) => fault is InvalidDataException or JsonSyntaxException or Engine.Workflows.DefinitionException;
}
