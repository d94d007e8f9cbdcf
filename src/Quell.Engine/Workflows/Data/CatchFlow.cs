using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>What goes on from a caught error: of <c>Catch</c>, ResultPath and Assign, or Output and Assign.</summary>
internal abstract class CatchFlow
{
    public abstract Leaving Leave(Visit visit, JsonObject error);
}

/// <summary>In JSONPath: the error takes the place that ResultPath names, or that of the whole input.</summary>
internal sealed class PathCatchFlow(ResultPlace place, PayloadTemplate? assign) : CatchFlow
{
    public override Leaving Leave(Visit visit, JsonObject error) => new(
        place.Put(visit.Input, error), assign?.Evaluate(visit.PathScope(error)) as JsonObject);
}

/// <summary>In JSONata: Output sees <c>$states.errorOutput</c>; without one the error goes on.</summary>
internal sealed class JsonataCatchFlow(JsonataTemplate? output, JsonataTemplate? assign) : CatchFlow
{
    public override Leaving Leave(Visit visit, JsonObject error)
    {
        visit.ErrorOutput = error;
        return new(output?.Evaluate(visit) ?? error, assign?.Evaluate(visit) as JsonObject);
    }
}
