using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>A text cut at a delimiter.</summary>
internal sealed class SplitFunction() : TemplateFunction("Fn::Split", FunctionPlaces.Everywhere)
{
    private const string Usage = "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.";

    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(2) || call.Items[0] is not TemplateNode.Scalar { Value.Length: > 0 } || call.Items[1] is TemplateNode.List)
        {
            checks.Refuse(call, Usage);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var source = evaluator.Evaluate(call.Items[1], call.Path.Item(1));
        if (Evaluator.IsOpen(source))
        {
            return source;
        }

        return Evaluator.TextOf(source) is { } text
            ? JsonArray.From(text.Split(call.Items[0].Text))
            : evaluator.Fail(call, Usage);
    }
}
