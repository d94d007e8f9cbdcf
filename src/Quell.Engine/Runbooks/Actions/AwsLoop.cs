using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Repeats steps for each of a list's items, or while a condition holds that is looked at after each round ("aws:loop").</summary>
internal sealed class AwsLoop() : RunbookAction("aws:loop")
{
    /// <summary>"aws:loop": the maximum number of iterations.</summary>
    private const int MostRounds = 100;

    /// <summary>The steps within resolve their inputs when they are started, and the condition is looked at after each round.</summary>
    public override JsonObject Resolve(JsonObject inputs, RunbookScope scope)
    {
        var (steps, condition) = (inputs["Steps"], inputs["LoopCondition"]);
        return scope.Resolve(inputs.Without("Steps").Without("LoopCondition")).With("Steps", steps).With("LoopCondition", condition);
    }

    public override void Enter(StepVisit visit)
    {
        if (visit.Step.Steps.IsEmpty)
        {
            throw StepException.Inputs("aws:loop has no Steps");
        }

        var hasCondition = visit.Inputs.Values.Object("LoopCondition") is not null;
        var items = Items(visit.Inputs);
        if (items is null == !hasCondition)
        {
            throw StepException.Inputs("aws:loop has either Iterators or a LoopCondition");
        }

        var most = visit.Inputs.Whole("MaxIterations") ?? MostRounds;
        if (items?.Count > MostRounds || most is < 1 or > MostRounds)
        {
            throw StepException.Inputs($"aws:loop has {items?.Count ?? most} iterations; 1 to {MostRounds} are allowed");
        }

        if (items is { Count: 0 })
        {
            visit.Succeed(JsonObject.Empty, JsonObject.Of(("CurrentIteration", 0)));
        }
        else
        {
            visit.BeginRound(1, items, items is null ? most : Math.Min(most, items.Count));
        }
    }

    /// <summary>The steps within have come to their end.</summary>
    /// <exception cref="StepException">The condition is none.</exception>
    public static void RoundEnded(StepVisit visit, LoopRound round)
    {
        var goesOn = round.Iteration < round.Most && (round.Items is not null || Condition.Holds(visit.Inputs.Values.Object("LoopCondition") ?? JsonObject.Empty, visit.Scope));
        if (goesOn)
        {
            visit.BeginRound(round.Iteration + 1, round.Items, round.Most);
        }
        else
        {
            visit.Succeed(JsonObject.Empty, JsonObject.Of(
                ("CurrentIteration", round.Iteration), ("CurrentIteratorValue", round.Items?[round.Iteration - 1])));
        }
    }

    private static JsonArray? Items(StepInputs inputs)
    {
        if (inputs.Values["Iterators"] is not { } written)
        {
            return null;
        }

        var name = inputs.TextOrNull("IteratorDataType") ?? "String";
        var type = RunbookTypes.Find(name) ?? throw StepException.Inputs($"IteratorDataType is {name}; it is Boolean, Integer, String or StringMap");
        var list = (written as JsonArray ?? TypeConversion.Convert(written, type == RunbookType.StringMap ? RunbookType.MapList : RunbookType.StringList) as JsonArray)
            ?? throw StepException.Inputs($"Iterators is {written}, which is no list");
        return JsonArray.From(list.Items.Select(item => TypeConversion.Convert(item, type)
            ?? throw StepException.Inputs($"Iterators has {item}, which is no {name}")));
    }
}
