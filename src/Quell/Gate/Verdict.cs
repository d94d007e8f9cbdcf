namespace Quell.Gate;

/// <summary>
/// What the gate decides about a call. A call that waits for approval is never held open (clients give up after 60 seconds):
/// <see cref="Suspend"/> ends the attempt, and after the approval the step runs again with the approved calls let through.
/// </summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>How the verdict is journaled and shown: <c>allow</c>, <c>deny</c>, <c>simulate</c>, <c>suspend</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The call is forwarded.</summary>
    internal sealed record Allow : Verdict
    {
        public static readonly Allow Instance = new();

        public override string Name => "allow";
    }

    /// <summary>The call is refused with AWS's access-denied error.</summary>
    /// <param name="Reason">Why, for the caller and the record.</param>
    internal sealed record Deny(string Reason) : Verdict
    {
        public override string Name => "deny";
    }

    /// <summary>The call is answered from a fork of the simulated state; nothing is touched.</summary>
    internal sealed record Simulate : Verdict
    {
        public static readonly Simulate Instance = new();

        public override string Name => "simulate";
    }

    /// <summary>The attempt ends here until the approval is given.</summary>
    /// <param name="ApprovalId">The approval that is waited for.</param>
    internal sealed record Suspend(string ApprovalId) : Verdict
    {
        public override string Name => "suspend";
    }
}
