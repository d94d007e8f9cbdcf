using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>JSONata: Arguments, Output, Assign (developer guide, "Transforming data with JSONata in Step Functions").</summary>
internal sealed class JsonataFlow : DataFlow
{
    public JsonataTemplate? Input { get; init; }

    public JsonataTemplate? Output { get; init; }

    public JsonataTemplate? Assign { get; init; }

    public override JsonValue Select(Visit visit) => visit.Input;

    public override JsonValue Arguments(Visit visit, JsonValue selected)
    {
        var arguments = Input is null ? selected : Input.Evaluate(visit);
        if (Input is not null)
        {
            visit.Trace?.Invoke("afterArguments", arguments);
        }

        return arguments;
    }

    public override Leaving Leave(Visit visit, JsonValue result)
    {
        visit.Result = result;
        return new(Output?.Evaluate(visit) ?? result, Assign?.Evaluate(visit) as JsonObject);
    }
}
