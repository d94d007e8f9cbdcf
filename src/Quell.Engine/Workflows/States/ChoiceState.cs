using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Choices;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;

namespace Quell.Engine.Workflows.States;

/// <summary>Goes on with the first of its choices that holds, or with the default.</summary>
internal sealed class ChoiceState(string name) : State(name, "Choice")
{
    public required ImmutableArray<Choice> Choices { get; init; }

    /// <summary>Null where there is no default.</summary>
    public StateReference? Default { get; init; }

    public override void Enter(Visit visit)
    {
        var selected = Data.Select(visit);
        var scope = IsJsonata ? null : visit.PathScope(selected);
        foreach (var choice in Choices)
        {
            if (choice.Rule is { } rule && scope is not null ? rule.Matches(scope) : choice.Holds(visit))
            {
                visit.Leave((choice.Data ?? Data).Leave(visit, selected), choice.Next);
                return;
            }
        }

        if (Default is null)
        {
            throw new StateException(ErrorNames.Runtime, "Failed to transition out of the state. The state does not point to a next state.");
        }

        visit.Leave(Data.Leave(visit, selected), Default);
    }
}

/// <summary>One entry of <c>Choices</c>.</summary>
internal sealed class Choice
{
    /// <summary>In JSONPath.</summary>
    public ChoiceRule? Rule { get; init; }

    /// <summary>In JSONata: the expression, or what stands there in its place.</summary>
    public FieldValue? Condition { get; init; }

    public required StateReference Next { get; init; }

    /// <summary>Its own Assign and Output; null where it has neither and the state's do not count either.</summary>
    public DataFlow? Data { get; init; }

    public bool Holds(Visit visit) => Condition?.Evaluate(visit, visit.Input, "boolean") is JsonBoolean { Value: true };
}
