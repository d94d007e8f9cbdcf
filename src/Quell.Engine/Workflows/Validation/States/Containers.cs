using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>What holds states: the machine, the branches of a Parallel, the processor of a Map.</summary>
internal static class Containers
{
    private static readonly ImmutableArray<Field> Inner =
    [
        new("Comment", Values.Text),
        new("StartAt", Values.Text),
        new("States", States),
    ];

    public static readonly Shape Machine = new([
        .. Inner,
        new("QueryLanguage", Values.Enum("JSONPath", "JSONata")),
        new("TimeoutSeconds", Values.Integer(0, Values.Largest)),
        new("Version", Values.Enum("1.0")),
    ])
    {
        Required = ["StartAt", "States"],
    };

    private static readonly Shape BranchShape = new(Inner) { Required = ["StartAt", "States"] };

    private static readonly Shape ProcessorShape = new([.. Inner, new("ProcessorConfig", Values.Anything)]) { Required = ["StartAt", "States"] };

    /// <summary>Mode decides: a distributed Map needs the type of its children, an inline one has none.</summary>
    private static readonly Shape Inline = new(new Field("Mode", Values.Enum("INLINE", "DISTRIBUTED")));

    private static readonly Shape Distributed = new(
        new Field("Mode", Mode),
        new Field("ExecutionType", Values.Enum("STANDARD", "EXPRESS")))
    {
        Required = ["ExecutionType"],
    };

    public static void Branch(JsonValue value, Spot spot) => Check(BranchShape, value, spot, spot.Variables);

    /// <summary>ItemProcessor, and Iterator, its old name.</summary>
    public static void Processor(JsonValue value, Spot spot)
    {
        var config = (value as JsonObject)?["ProcessorConfig"];
        var isDistributed = (config as JsonObject)?.String("Mode") == "DISTRIBUTED";
        if (config is not null)
        {
            // It stands inside the processor but tells how the processor runs, so it is looked at from outside.
            (isDistributed ? Distributed : Inline).Check(config, spot.Member("ProcessorConfig"));
        }

        var isExpress = isDistributed && (config as JsonObject)?.String("ExecutionType") == "EXPRESS";
        Check(ProcessorShape, value, spot with { IsExpress = spot.IsExpress || isExpress }, isDistributed ? null : spot.Variables);
    }

    private static void Check(Shape shape, JsonValue value, Spot spot, VariableScope? outer)
    {
        var scope = (value as JsonObject)?.Object("States") is { } states ? new VariableScope(states, outer) : null;
        shape.Check(value, spot with { Variables = spot.Variables is null ? null : scope, TellsLanguage = true });
        if (value is JsonObject container)
        {
            TransitionCheck.Check(container, spot, isMachine: false);
        }
    }

    private static void States(JsonValue value, Spot spot)
    {
        if (value is not JsonObject states)
        {
            spot.Schema(Texts.Expected("OBJECT"));
            return;
        }

        if (states.Count == 0)
        {
            spot.Schema(Texts.Empty);
        }

        foreach (var (name, state) in states)
        {
            StateCheck.Check(name, state, spot.Member(name));
        }
    }

    private static void Mode(JsonValue value, Spot spot)
    {
        if (spot.IsExpress)
        {
            spot.Schema("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines");
        }
    }
}
