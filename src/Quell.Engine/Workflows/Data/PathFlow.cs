using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>
/// JSONPath: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign (developer guide, "Processing input and output in
/// Step Functions").
/// </summary>
internal sealed class PathFlow : DataFlow
{
    public DataPath InputPath { get; init; } = DataPath.Whole;

    public PayloadTemplate? Parameters { get; init; }

    public PayloadTemplate? ResultSelector { get; init; }

    public ResultPlace ResultPath { get; init; } = ResultPlace.Whole;

    public DataPath OutputPath { get; init; } = DataPath.Whole;

    public PayloadTemplate? Assign { get; init; }

    public override JsonValue Select(Visit visit)
    {
        var selected = InputPath.IsWhole ? visit.Input : InputPath.Select(visit.PathScope(visit.Input));
        visit.Trace?.Invoke("afterInputPath", selected);
        return selected;
    }

    public override JsonValue Arguments(Visit visit, JsonValue selected)
    {
        var arguments = Parameters is null ? selected : Parameters.Evaluate(visit.PathScope(selected));
        visit.Trace?.Invoke("afterParameters", arguments);
        return arguments;
    }

    public override Leaving Leave(Visit visit, JsonValue result)
    {
        var selected = ResultSelector is null ? result : ResultSelector.Evaluate(visit.PathScope(result));
        visit.Trace?.Invoke("afterResultSelector", selected);
        var combined = ResultPath.Put(visit.Input, selected);
        visit.Trace?.Invoke("afterResultPath", combined);
        var output = OutputPath.IsWhole ? combined : OutputPath.Select(visit.PathScope(combined));
        return new(output, Assign?.Evaluate(visit.PathScope(selected)) as JsonObject);
    }
}
