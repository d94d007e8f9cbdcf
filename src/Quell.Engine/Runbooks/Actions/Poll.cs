using Quell.Engine.Executions;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// Looks again and again, at growing distances: after one second, two, four and so on, up to 15. AWS names no distances. What a step
/// polls with is in its <see cref="StepVisit.Progress"/>, so that it goes on after a crash.
/// </summary>
internal static class Poll
{
    private const string Count = "polls";

    private static readonly Backoff Distances = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(15), IsJittered: false);

    /// <summary>Waits for the next look.</summary>
    public static void Wait(StepVisit visit)
    {
        var polls = (int)(visit.Progress.Long(Count) ?? 0);
        visit.Progress = visit.Progress.With(Count, polls + 1);
        visit.WaitUntil(visit.Now + Distances.Delay(Math.Min(polls, 10), static () => 1));
    }

    /// <summary>A failure while looking.</summary>
    public static StepException Failure(string message, string doing = StepException.Polling) =>
        new(message) { Stage = FailureStage.PostVerification, Type = "Verification", Doing = doing };
}
