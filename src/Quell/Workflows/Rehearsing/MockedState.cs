using System.Collections.Immutable;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Rehearsing;

/// <summary>What a state's call comes to, attempt for attempt.</summary>
internal sealed record MockedState(ImmutableArray<MockedAttempts> Attempts)
{
    /// <summary>A state whose every attempt comes to the same.</summary>
    public static MockedState Always(TaskOutcome outcome) => new([new(0, int.MaxValue, outcome)]);

    /// <param name="attempt">0 for the first, 1 for the first retry.</param>
    /// <returns>Null where nothing is said of that attempt.</returns>
    public TaskOutcome? At(int attempt) => Attempts.FirstOrDefault(attempts => attempts.First <= attempt && attempt <= attempts.Last)?.Outcome;
}

/// <summary>Attempts that come to the same, both ends included.</summary>
internal sealed record MockedAttempts(int First, int Last, TaskOutcome Outcome);
