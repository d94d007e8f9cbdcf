using System.Collections.Immutable;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows.Failures;

/// <summary>An entry of <c>Catch</c>.</summary>
internal sealed class Catcher(ImmutableArray<string> errorEquals, StateReference next, CatchFlow data)
{
    public State Next => next.State;

    /// <summary>What the next state gets.</summary>
    public CatchFlow Data { get; } = data;

    public bool Matches(string? error) => errorEquals.Any(name => ErrorNames.Matches(name, error));
}
