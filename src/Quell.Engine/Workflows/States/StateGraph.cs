namespace Quell.Engine.Workflows.States;

/// <summary>States that lead to each other: the machine, a branch, the processor of a Map.</summary>
/// <param name="ordinal">Which of the machine's graphs it is, in document order; journaled, because names of states come again in executions.</param>
internal sealed class StateGraph(int ordinal)
{
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private State? _start;

    public int Ordinal => ordinal;

    public string StartAt { get; set; } = "";

    /// <summary>For the processor of a distributed Map: whether its executions are Express ones.</summary>
    public bool IsExpress { get; set; }

    public State Start => _start ??= this[StartAt];

    public IEnumerable<State> States => _states.Values;

    public State this[string name] => _states[name];

    public State? Find(string name) => _states.GetValueOrDefault(name);

    public void Add(State state) => _states.Add(state.Name, state);
}
