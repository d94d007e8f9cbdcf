using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>Texts with a delimiter between them.</summary>
internal sealed class JoinFunction() : TemplateFunction("Fn::Join", FunctionPlaces.Everywhere)
{
    private const string Usage = "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";

    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(2) || call.Items[0] is not TemplateNode.Scalar || call.Items[1] is TemplateNode.Scalar)
        {
            checks.Refuse(call, Usage);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var list = evaluator.Evaluate(call.Items[1], call.Path.Item(1));
        if (Evaluator.OpenIn(list) is { } open)
        {
            return open;
        }

        var texts = (list as JsonArray)?.Items.Select(Evaluator.TextOf).ToList();
        return texts is null || texts.Contains(null)
            ? evaluator.Fail(call, Usage)
            : evaluator.Spend(call, texts.Sum(text => (long)(text?.Length ?? 0) + (call.Items[0].Text?.Length ?? 0))) ?? string.Join(call.Items[0].Text, texts);
    }
}
