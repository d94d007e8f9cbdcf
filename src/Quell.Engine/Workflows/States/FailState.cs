using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;

namespace Quell.Engine.Workflows.States;

/// <summary>Ends its graph with an error.</summary>
internal sealed class FailState(string name) : State(name, "Fail")
{
    public FieldValue? Error { get; init; }

    public FieldValue? Cause { get; init; }

    public override void Enter(Visit visit)
    {
        var selected = Data.Select(visit);
        visit.FailGraph(Text(visit, Error, selected), Text(visit, Cause, selected));
    }

    private static string? Text(Visit visit, FieldValue? field, JsonValue selected) => field?.Evaluate(visit, selected, "string") switch
    {
        null => null,
        JsonString text => text.Value,
        var other => throw new StateException(
            Failures.ErrorNames.Runtime, $"The {field.Name} field refers to value \"{other}\" which is not a string"),
    };
}
