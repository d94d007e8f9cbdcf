using System.Collections.Immutable;
using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;
using Quell.Engine.Workflows.States;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Rehearsing;
using Quell.Workflows.Running;

namespace Quell.Workflows.Testing;

/// <summary>One run of a tested state, on a clock that skips waits.</summary>
/// <param name="perform">Makes the call of a Task without a mock.</param>
internal sealed class StateTrial(StateTest test, WorkflowIdentity identity, Func<Pending, CancellationToken, ValueTask<Signal>> perform)
{
    /// <summary>How long a test may run (API reference, TestState).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly StateInspector _inspector = new(test.State.Definition);
    private readonly RehearsalClock _clock = new(identity.Clock.GetUtcNow());
    private WorkflowProgram? _program;
    private Execution _execution = Execution.New;

    private WorkflowProgram Program => _program ??= new(test.State.Compile(), identity with { Clock = _clock })
    {
        Inspection = _inspector.Add, Context = test.Context, Variables = test.Variables,
    };

    /// <summary>The tested state's frame.</summary>
    private WorkflowFrame? Frame => _execution.Frames.Values.OfType<WorkflowFrame>().FirstOrDefault(frame => frame.Parent == 0);

    private State State => Program.Root.Start;

    /// <exception cref="AwsException">The request does not go with what the state has come to.</exception>
    public async ValueTask<StateVerdict> Run(CancellationToken cancellationToken)
    {
        Advance(new Stimulus.Start(test.Input));
        if (Frame is { Phase: FramePhase.Waiting } frame && !TestedState.IsTarget(frame.At!, out _))
        {
            await GoOn(frame, cancellationToken).ConfigureAwait(false);
        }

        return Verdict();
    }

    private async ValueTask GoOn(WorkflowFrame frame, CancellationToken cancellationToken)
    {
        if (State is MapState or ParallelState)
        {
            Conclude();
            return;
        }

        var pending = _execution.Pending[frame.Pending];
        if (pending.Work is not null)
        {
            PresetRetries(frame);
            Advance(new Stimulus.Answer(pending.Id, test.Mock is { } mock ? Signals.Of(mock) : await perform(pending, cancellationToken).ConfigureAwait(false)));
        }
        else if (pending.Due - _clock.Now <= Longest)
        {
            _clock.MoveTo(pending.Due ?? _clock.Now);
            Advance(Stimulus.Tick.Instance);
        }
        else
        {
            Act(static visit => visit.Fail(ErrorNames.Timeout, null));
        }
    }

    /// <summary>A Map or a Parallel comes to what its mock says.</summary>
    private void Conclude()
    {
        if (State is DistributedMapState { Reader: not null } && test.ItemData is { } data)
        {
            ReadItems(data);
        }

        if (Frame is not { Phase: FramePhase.Waiting, Branching: { } branching } frame || TestedState.IsTarget(frame.At!, out _))
        {
            return;
        }

        PresetRetries(frame);
        var outcome = test.Mock ?? throw new System.Diagnostics.UnreachableException("A Map or Parallel has a mock.");
        Act(visit =>
        {
            WorkflowProgram.Abort(visit.Run, visit.Frame);
            WorkflowProgram.Clear(visit.Run, visit.Frame);
            switch (Exceeded(branching) ? ThresholdExceeded : outcome)
            {
                case TaskOutcome.Failed(var error, var cause):
                    visit.Fail(error, cause);
                    break;
                case TaskOutcome.Succeeded(var result):
                    visit.Leave(result);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        });
    }

    private static TaskOutcome.Failed ThresholdExceeded => new(ToleratedFailures.ErrorName, ToleratedFailures.Cause);

    /// <summary>Whether more iterations failed than may; a mocked error comes before that.</summary>
    private bool Exceeded(Branching branching)
    {
        var items = branching.MapRun is { Items: > 0 } run ? run.Items : branching.Items?.Count ?? 0;
        var results = test.Mock is TaskOutcome.Succeeded { Output: JsonArray array } ? array.Count : items;
        if (State is MapState && test.FailedIterations > Math.Max(items, results))
        {
            throw StateTest.TooManyFailed();
        }

        return State is MapState && test.Mock is TaskOutcome.Succeeded
            && (branching.MapRun?.Tolerated ?? default).IsExceeded(test.FailedIterations, Math.Max(items, results));
    }

    private void ReadItems(string data)
    {
        if (Frame is not { } frame || _execution.Pending.GetValueOrDefault(frame.Pending) is not { Work: { Kind: DistributedMapState.ReadKind } work } pending)
        {
            return;
        }

        var answer = ItemData.Read(work.Spec, new JsonString(data));
        if (work.Spec.Object("config")?.Has("ItemsPointer") == true && answer is Signal.Succeeded(var items))
        {
            _inspector.Add("afterItemsPointer", items);
        }

        Advance(new Stimulus.Answer(pending.Id, answer));
    }

    /// <summary>Counts the attempts that the retrier for the mocked error has asked for before.</summary>
    private void PresetRetries(WorkflowFrame frame)
    {
        var error = test.Mock is TaskOutcome.Failed failed ? failed.Error : ToleratedFailures.ErrorName;
        if (test.RetryCount > 0 && RetrierOf(error) is >= 0 and var index)
        {
            var counted = (WorkflowFrame)frame.Copy();
            counted.Retries = ImmutableArray.Create(new int[State.Retry.Length]).SetItem(index, test.RetryCount);
            counted.RetryCount = test.RetryCount;
            _execution = _execution with { Frames = _execution.Frames.SetItem(frame.Id, counted) };
        }
    }

    private int RetrierOf(string? error)
    {
        for (var index = 0; index < State.Retry.Length; index++)
        {
            if (State.Retry[index].Matches(error))
            {
                return index;
            }
        }

        return -1;
    }

    private StateVerdict Verdict()
    {
        var verdict = new StateVerdict { Inspected = _inspector.ToJson(), Variables = Frame?.Variables ?? test.Variables };
        if (!_execution.IsRunning)
        {
            return _execution.Status == ExecutionStatus.Succeeded
                ? verdict with { Status = "SUCCEEDED", Output = _execution.Output }
                : verdict with { Status = "FAILED", Error = _execution.Error, Cause = _execution.Cause, RetryIndex = Exhausted() };
        }

        var frame = Frame ?? throw new System.Diagnostics.UnreachableException("An execution that runs has a frame.");
        var (error, cause) = (_inspector.Error?.String("Error"), _inspector.Error?.String("Cause"));
        if (frame.Phase == FramePhase.Retrying)
        {
            var backoff = _execution.Pending[frame.Pending].Due - _clock.Now;
            return verdict with { Status = "RETRIABLE", Error = error, Cause = cause, RetryIndex = RetrierOf(error), Backoff = backoff };
        }

        TestedState.IsTarget(frame.At ?? State, out var next);
        verdict = verdict with { Output = frame.Input, NextState = next };
        return _inspector.Error is null
            ? verdict with { Status = "SUCCEEDED" }
            : verdict with
            {
                Status = "CAUGHT_ERROR", Error = error, Cause = cause, RetryIndex = Exhausted(),
                CatchIndex = State.Catch.TakeWhile(catcher => !catcher.Matches(error)).Count(),
            };
    }

    /// <summary>The retrier that would have been for the error, had it not been asked too often; null for none.</summary>
    private int? Exhausted() => _inspector.Error?.String("Error") is { } error && RetrierOf(error) is >= 0 and var index ? index : null;

    private void Advance(Stimulus stimulus) => _execution = Program.Advance(_execution, stimulus, _clock.Now).Execution;

    /// <summary>Has something happen in the tested state's frame that nothing from outside brings about.</summary>
    private void Act(Action<Visit> action)
    {
        var run = new Run(Program, _execution, _clock.Now);
        Program.Act(run, (WorkflowFrame)run.Edit(Frame!.Id)!, action);
        _execution = run.Finish().Execution;
    }
}
