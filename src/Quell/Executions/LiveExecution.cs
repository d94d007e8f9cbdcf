using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>
/// An execution in memory. <see cref="Gate"/> guards what has come in and what is under way; all else belongs to the one loop that
/// advances it.
/// </summary>
internal sealed class LiveExecution(long run, ExecutionHeader header, ExecutionProgram program, JsonValue input)
{
    public Lock Gate { get; } = new();

    public long Run => run;

    public ExecutionHeader Header => header;

    public ExecutionProgram Program => program;

    public JsonValue Input => input;

    public Execution State { get; set; } = Execution.New;

    public KnownValues Known { get; set; } = Seeded(input);

    public int NextRecord { get; set; }

    /// <summary>Whether its rows are not there yet.</summary>
    public bool IsNew { get; set; }

    /// <summary>What has come in and is not applied.</summary>
    public Queue<Arrival> Inbox { get; } = new();

    /// <summary>Whether its loop runs.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether it has been let go: whoever holds it looks it up again.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it is among those that may be let go.</summary>
    public bool IsIdle { get; set; }

    /// <summary>For which time the clock was last set for it; null where that is not known.</summary>
    public ClockTime? Clock { get; set; }

    /// <summary>Work that this process does, by what waits for it.</summary>
    public Dictionary<int, CancellationTokenSource> Working { get; } = [];

    /// <summary>The last work that was begun and that nobody does yet: its loop will.</summary>
    public BegunWork? Last { get; set; }

    /// <summary>Who waits for its end; null for nobody.</summary>
    public TaskCompletionSource<Execution>? Ended { get; set; }

    /// <summary>Whether the work is being done, or its answer has come in. Called within the gate.</summary>
    public bool Does(int pending) =>
        Working.ContainsKey(pending) || Inbox.Any(arrival => arrival.Stimulus is Stimulus.Answer { IsByToken: false } answer && answer.Pending == pending);

    /// <summary>The values that are known before its first record.</summary>
    public KnownValues KnownAtStart() => Seeded(input);

    // The input lies in its row; the records refer to it.
    private static KnownValues Seeded(JsonValue input)
    {
        var known = new KnownValues();
        known.Add(input);
        return known;
    }
}

/// <summary>What the clock was told of an execution.</summary>
/// <param name="Due">When something in it is due; null for never.</param>
internal readonly record struct ClockTime(DateTimeOffset? Due);

/// <summary>Something that has happened to an execution.</summary>
/// <param name="Stimulus">What.</param>
/// <param name="IsStored">Whether an answer to it lies in the journal, to be removed once it is applied.</param>
/// <param name="Applied">Completes when it is durable: whether it made a difference; null where nobody waits for that.</param>
internal sealed record Arrival(Stimulus Stimulus, bool IsStored, TaskCompletionSource<bool>? Applied)
{
    /// <summary>Committed with what it leads to, if it makes a difference; null for nothing.</summary>
    public JournalWrite? Alongside { get; init; }

    /// <summary>The work that this is the answer of, and that is over with it; 0 where it is none's.</summary>
    public int Ends { get; init; }

    /// <summary>Completes when what the execution waits for is being done (again); null where that is not asked for.</summary>
    public TaskCompletionSource? GoesOn { get; init; }

    public void Fail(Exception fault)
    {
        Applied?.TrySetException(fault);
        GoesOn?.TrySetException(fault);
    }
}
