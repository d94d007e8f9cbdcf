using Quell.Engine.Json;

namespace Quell.Engine.Workflows.States;

/// <summary>Hands on its input, or a result that stands in the definition.</summary>
internal sealed class PassState(string name) : State(name, "Pass")
{
    /// <summary>In JSONPath; C# null for none.</summary>
    public JsonValue? Result { get; init; }

    public override void Enter(Visit visit)
    {
        var arguments = Data.Arguments(visit, Data.Select(visit));
        if (Result is not null)
        {
            visit.Trace?.Invoke("result", Result);
        }

        visit.Leave(Result ?? arguments);
    }
}
