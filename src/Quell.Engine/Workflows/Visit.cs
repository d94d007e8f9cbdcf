using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>A frame in its state: what the state sees, and how it says what comes next. For one transition.</summary>
internal sealed class Visit(WorkflowProgram program, Run run, WorkflowFrame frame)
{
    /// <summary>Bytes that an input, an output or a result may have (developer guide, "Step Functions service quotas": 256 KiB).</summary>
    public const int LargestData = 262_144;

    /// <summary>Bytes that all variables of an execution's graph may have together (developer guide, "Passing data between states with variables": 10 MiB).</summary>
    public const int LargestVariables = 10 * 1024 * 1024;

    private JsonObject? _context;
    private JsonObject? _bindings;
    private JsonataSources? _sources;
    private Random? _random;

    public WorkflowProgram Program => program;

    public Run Run => run;

    public WorkflowFrame Frame => frame;

    /// <summary>Is told of each step of the data; null for nobody.</summary>
    public StateInspection? Trace => program.Inspection;

    public DateTimeOffset Now => run.Now;

    /// <summary>Where expressions take time and chance from.</summary>
    public JsonataSources Sources => _sources ??= new(new StillClock(run.Now, program.Identity.Clock), () => Random);

    public JsonValue Input => frame.Input;

    public ImmutableDictionary<string, JsonValue> Variables => frame.Variables;

    /// <summary>The variables as expressions see them.</summary>
    public JsonObject Bindings => _bindings ??= frame.Variables.IsEmpty ? JsonObject.Empty : JsonObject.From(frame.Variables);

    /// <summary><c>$states.result</c>; null where there is none yet.</summary>
    public JsonValue? Result { get; set; }

    /// <summary><c>$states.errorOutput</c>; null where nothing was caught.</summary>
    public JsonObject? ErrorOutput { get; set; }

    /// <summary><c>$$.Task.Token</c>; null where the task has none.</summary>
    public string? TaskToken => TokenAwaited is { } pending ? program.Identity.Token(pending) : null;

    /// <summary>What the task's token stands for; null where it has none.</summary>
    public int? TokenAwaited { get; set; }

    /// <summary>An item that is about to be handed to an iteration; null outside of that.</summary>
    public JsonObject? ItemContext { get; set; }

    /// <summary>AWS lets the failure of most fields follow the event before the state's own; Wait is another matter.</summary>
    public bool IsEvaluatedAfterEntering { get; set; }

    public State State => frame.At ?? throw new System.Diagnostics.UnreachableException("The frame is in no state.");

    /// <summary><c>$$</c>, <c>$states.context</c>.</summary>
    public JsonObject Context => _context ??= program.Context is { } given
        ? ItemContext is null ? given : given.With("Map", ItemContext)
        : ContextObject.Of(this);

    /// <summary>Draws the same in each repetition of this transition.</summary>
    public Random Random => _random ??= new Random(program.SeedAt(run.LastEvent, frame.Id));

    public PathScope PathScope(JsonValue input) => new VisitScope(this) { Input = input, Variables = frame.Variables };

    /// <summary>Forgets what has been seen of the context, because it has changed.</summary>
    public void Renew() => (_context, _bindings, Result, ErrorOutput, TokenAwaited, ItemContext, IsEvaluatedAfterEntering) = (null, null, null, null, null, null, false);

    /// <summary>Shows an item to the context object, or takes it away again (null).</summary>
    public void ShowItem(JsonObject? item) => (_context, ItemContext) = (null, item);

    /// <summary>Adds an event that follows the frame's last one.</summary>
    public int Record(string type, string? name = null, JsonValue? data = null, JsonObject? fields = null) =>
        frame.Previous = run.Record(type, frame.Previous, name, data, fields);

    public void WaitUntil(DateTimeOffset due)
    {
        frame.Phase = FramePhase.Waiting;
        frame.Pending = run.WaitUntil(frame, due);
    }

    /// <inheritdoc cref="Run.Await"/>
    public void Await(Pending pending, bool isBeatAwaited = true)
    {
        frame.Phase = FramePhase.Waiting;
        frame.Pending = run.Await(pending, isBeatAwaited);
    }

    /// <summary>Waits for frames within.</summary>
    public void Park() => frame.Phase = FramePhase.Waiting;

    /// <summary>Leaves with a result, for where the state leads.</summary>
    public void Leave(JsonValue result) => Leave(State.Data.Leave(this, result), State.Next);

    /// <summary>Leaves for a state; null ends the graph.</summary>
    /// <exception cref="StateException">The output is too large.</exception>
    public void Leave(Leaving leaving, StateReference? next) => Leave(leaving, next?.State);

    private void Leave(Leaving leaving, State? next)
    {
        var variables = leaving.Assigned is null ? frame.Variables : frame.Variables.SetItems(leaving.Assigned);
        if (leaving.Output.Size > LargestData || leaving.Assigned?.Size > LargestData || IsOverLimit(variables))
        {
            throw StateException.TooLarge(State.Name);
        }

        Record(State.ExitedEvent, State.Name, leaving.Output, leaving.Assigned is { Count: > 0 } assigned ? assigned : null);
        frame.Variables = variables;
        (frame.Retries, frame.RetryCount, frame.Pending, frame.Branching) = (default, 0, 0, null);
        if (next is not null)
        {
            (frame.At, frame.Input, frame.Phase) = (next, leaving.Output, FramePhase.Entering);
        }
        else
        {
            program.EndGraph(run, frame, leaving.Output);
        }
    }

    /// <summary>The state failed: it is tried again, or caught, or its graph fails.</summary>
    public void Fail(StateException failure)
    {
        var cause = $"An error occurred while executing the state '{State.Name}' (entered at the event id #{frame.Entered}). {failure.Cause}";
        if (failure.Error is ErrorNames.Runtime)
        {
            WorkflowProgram.Crash(run, frame, failure.Error, cause);
            return;
        }

        if (failure.Error is ErrorNames.QueryEvaluationError)
        {
            var previous = frame.Previous == frame.Entered && !IsEvaluatedAfterEntering ? frame.BeforeEntered : frame.Previous;
            frame.Previous = run.Record("EvaluationFailed", previous, State.Name, null, JsonObject.Of(
                ("error", failure.Error), ("cause", cause), ("location", failure.Location)));
        }

        State.Failing(this, failure.Error, cause);
        Fail(failure.Error, failure.Error is ErrorNames.DataLimitExceeded ? failure.Cause : cause);
    }

    /// <inheritdoc cref="Fail(StateException)"/>
    /// <param name="also">Another name by which retriers and catchers may know the error; null for none.</param>
    public void Fail(string? error, string? cause, string? also = null)
    {
        Trace?.Invoke("error", ErrorObject(error, cause));
        if (TryRetry(error, also ?? error))
        {
            return;
        }

        if (State.FailedEvent is { } failed)
        {
            Record(failed);
        }

        if (State.Catch.FirstOrDefault(catcher => catcher.Matches(error) || catcher.Matches(also ?? error)) is { } catcher)
        {
            Renew();
            ForgetBranches();
            Leave(catcher.Data.Leave(this, ErrorObject(error, cause)), catcher.Next);
        }
        else
        {
            FailGraph(error, cause);
        }
    }

    /// <summary>The graph fails; nothing in it catches that.</summary>
    public void FailGraph(string? error, string? cause) => program.FailGraph(run, frame, error, cause);

    /// <summary>An error as the next state sees it.</summary>
    public static JsonObject ErrorObject(string? error, string? cause) => JsonObject.Of(("Error", error ?? ""), ("Cause", cause ?? ""));

    private static bool IsOverLimit(ImmutableDictionary<string, JsonValue> variables)
    {
        var size = 0L;
        foreach (var (_, value) in variables)
        {
            size += value.Size;
        }

        return size > LargestVariables;
    }

    private void ForgetBranches()
    {
        if (frame.Branching is not null)
        {
            WorkflowProgram.Clear(run, frame);
            frame.Branching = null;
        }
    }

    private bool TryRetry(string? error, string? also)
    {
        var retriers = State.Retry;
        for (var index = 0; index < retriers.Length; index++)
        {
            if (!retriers[index].Matches(error) && !retriers[index].Matches(also))
            {
                continue;
            }

            var counts = frame.Retries.IsDefault ? [.. new int[retriers.Length]] : frame.Retries;
            if (counts[index] >= retriers[index].MaxAttempts)
            {
                return false;
            }

            ForgetBranches();
            var delay = retriers[index].Backoff.Delay(counts[index], Random.NextDouble);
            (frame.Retries, frame.RetryCount) = (counts.SetItem(index, counts[index] + 1), frame.RetryCount + 1);
            (frame.Phase, frame.Pending) = (FramePhase.Retrying, run.WaitUntil(frame, run.Now + delay));
            return true;
        }

        return false;
    }

    /// <summary>A scope of paths whose context object is made only when it is looked at.</summary>
    private sealed record VisitScope(Visit Visit) : PathScope
    {
        public override JsonValue Context => Visit.Context;

        public override Random Random => Visit.Random;
    }
}
