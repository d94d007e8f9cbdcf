using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>One of two values, as a condition says.</summary>
internal sealed class IfFunction() : TemplateFunction("Fn::If", FunctionPlaces.Values)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(3) || call.Items[0].Text is not { } condition)
        {
            checks.Refuse(call, "Template error: every Fn::If object requires a list of three parameters: the name of a condition, the value if it is true and the value if it is false");
        }
        else if (!checks.Template.Conditions.ContainsKey(condition))
        {
            checks.Refuse(call, $"Template error: unresolved condition dependency {condition} in Fn::If", TemplateErrorCode.Unresolved);
        }
    }

    public override IEnumerable<(TemplateNode Node, TemplatePath Path)> Arguments(FunctionCall call) =>
        call.Items is [_, var whenTrue, var whenFalse] ? [(whenTrue, call.Path.Item(1)), (whenFalse, call.Path.Item(2))] : [];

    public override IEnumerable<(TemplateNode Node, TemplatePath Path)> Taken(FunctionCall call, Func<string, bool>? conditions)
    {
        if (conditions is null || call.Items is not [{ Text: { } name }, _, _])
        {
            return [];
        }

        var index = conditions(name) ? 1 : 2;
        return [(call.Items[index], call.Path.Item(index))];
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var index = evaluator.Condition(call.Items[0].Text ?? "") ? 1 : 2;
        return evaluator.Evaluate(call.Items[index], call.Path.Item(index));
    }
}
