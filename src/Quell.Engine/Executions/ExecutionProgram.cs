using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// What an execution runs: a language's compiled document together with what the run is called. The kernel is language-free; a
/// program is asked what comes next and says it through the <see cref="Run"/>. Stateless: all that changes is in frames.
/// </summary>
internal abstract class ExecutionProgram
{
    /// <summary>Events that a history may have; the execution fails where one more is needed (Step Functions: 25,000).</summary>
    public abstract int EventLimit { get; }

    /// <summary>Makes the first frame and goes on as far as it goes without anything from outside.</summary>
    public abstract void Start(Run run);

    /// <summary>Something that a frame waited for has changed. It is over, and no longer pending, unless the signal says that it goes on.</summary>
    public abstract void Resume(Run run, Frame frame, Pending pending, Signal signal);

    /// <summary>The execution's own time is up.</summary>
    public abstract void TimeOut(Run run);

    /// <summary>Somebody stopped it.</summary>
    public abstract void Stop(Run run, string? error, string? cause);

    /// <summary>Somebody changes how it runs, while it does. What cannot be changed (any more) stays as it is.</summary>
    public virtual void Change(Run run, JsonObject what)
    {
    }

    /// <summary>Its history is full.</summary>
    public abstract void Overflow(Run run);

    /// <summary>Goes on where it failed.</summary>
    public abstract void Redrive(Run run);

    /// <summary>Writes what <see cref="ReadFrame"/> needs.</summary>
    public abstract void WriteFrame(RecordWriter writer, Frame frame);

    public abstract Frame ReadFrame(RecordReader reader, int id, int parent);

    /// <summary>One step: pure, but for the clock and the limits of expressions, which are in the run.</summary>
    /// <param name="execution">Left as it is.</param>
    /// <param name="stimulus">What happened.</param>
    /// <param name="now">When.</param>
    public Transition Advance(Execution execution, Stimulus stimulus, DateTimeOffset now)
    {
        var run = new Run(this, execution, now);
        run.Apply(stimulus);
        return run.Finish();
    }
}
