namespace Quell.Engine.Workflows.States;

/// <summary>A state named before it is read.</summary>
internal sealed class StateReference(StateGraph graph, string name)
{
    public string Name => name;

    /// <exception cref="KeyNotFoundException">There is no such state; the validator says so before.</exception>
    public State State => graph[name];
}
