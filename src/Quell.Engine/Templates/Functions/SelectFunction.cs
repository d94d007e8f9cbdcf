using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>One item of a list, counted from 0.</summary>
internal sealed class SelectFunction() : TemplateFunction("Fn::Select", FunctionPlaces.Everywhere)
{
    private const string Usage = "Template error: Fn::Select requires a list argument with two elements: an integer index and a list";

    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(2) || call.Items[1] is TemplateNode.Scalar || call.Items[0] is TemplateNode.List
            || (call.Items[0].Text is { } text && !int.TryParse(text, out _)))
        {
            checks.Refuse(call, Usage);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var index = evaluator.Evaluate(call.Items[0], call.Path.Item(0));
        var list = evaluator.Evaluate(call.Items[1], call.Path.Item(1));
        if (Evaluator.IsOpen(index) || Evaluator.IsOpen(list))
        {
            return Evaluator.IsOpen(index) ? index : list;
        }

        if (list is not JsonArray items || !int.TryParse(Evaluator.TextOf(index), out var position))
        {
            return evaluator.Fail(call, Usage);
        }

        return position >= 0 && position < items.Count
            ? items[position]
            : evaluator.Fail(call, $"Template error: Fn::Select  cannot select nonexistent value at index {position}");
    }
}
