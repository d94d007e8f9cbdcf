using System.Collections.Immutable;
using Quell.Engine.Executions;

namespace Quell.Engine.Workflows.Failures;

/// <summary>An entry of <c>Retry</c>: three attempts, after one, two and four seconds, unless it says otherwise.</summary>
internal sealed record Retrier(ImmutableArray<string> ErrorEquals, int MaxAttempts, Backoff Backoff)
{
    public bool Matches(string? error) => ErrorEquals.Any(name => ErrorNames.Matches(name, error));
}
