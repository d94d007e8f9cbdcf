using Quell.Engine.Executions;

namespace Quell.Executions;

/// <summary>Work to be done for an execution.</summary>
/// <param name="Run">The execution's number; 0 for a state that is tested by itself.</param>
/// <param name="Header">What the execution is.</param>
/// <param name="Pending">What it waits for, with the work's specification.</param>
internal sealed record WorkOrder(long Run, ExecutionHeader Header, Pending Pending)
{
    public Work Work => Pending.Work ?? throw new System.Diagnostics.UnreachableException("A timer is no work.");

    /// <summary>Whether no execution is behind it, so that no answer is journaled.</summary>
    public bool IsTest => Run == 0;

    /// <summary>Whether it was under way when the process ended.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Whether the answer lies in the journal already, committed with the effect that it tells of.</summary>
    public bool IsAnswerStored { get; set; }

    /// <summary>Names the work for ids, tokens and requests; the same when it is begun again after a crash.</summary>
    public string Name => $"{Header.Id}/{Pending.Id}";
}

/// <summary>Does one kind of work. It may be asked twice for the same order, when a crash came before the answer was durable.</summary>
internal interface IWorkPerformer
{
    /// <summary>
    /// Does it, or hands it over to whoever will answer later. Failures that the execution is to see are answered; what is
    /// thrown is a fault of Quell's own.
    /// </summary>
    /// <returns>Null where somebody else answers.</returns>
    ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken);

    /// <summary>Nobody waits for it any more.</summary>
    void Cancel(WorkOrder order);
}
