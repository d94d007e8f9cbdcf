using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;

namespace Quell.Engine.Workflows.States;

/// <summary>An <c>ItemSelector</c> (or a Map's <c>Parameters</c>): what an iteration gets. It sees the item in the context object.</summary>
internal sealed class ItemSelection(PayloadTemplate? template, JsonataTemplate? expression)
{
    /// <param name="selected">What <c>$</c> stands for.</param>
    public JsonValue Evaluate(Visit visit, JsonValue selected) =>
        expression?.Evaluate(visit) ?? template?.Evaluate(visit.PathScope(selected)) ?? selected;
}
