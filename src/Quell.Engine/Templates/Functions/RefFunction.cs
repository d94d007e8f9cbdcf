using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>A parameter's value, a resource's physical id, or a pseudo parameter.</summary>
internal sealed class RefFunction() : TemplateFunction("Ref", FunctionPlaces.Everywhere)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (string.IsNullOrEmpty(call.Argument.Text))
        {
            checks.Refuse(call, "Template error: every Ref object must have a single String value.");
        }
    }

    public override IEnumerable<(TemplateNode Node, TemplatePath Path)> Arguments(FunctionCall call) => [];

    public override IEnumerable<TemplateReference> References(FunctionCall call) =>
        call.Argument.Text is { } name ? [new(name, null, Name, call.Argument, call.Path)] : [];

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) =>
        evaluator.ValueOf(new(call.Argument.Text ?? "", null, Name, call.Argument, call.Path));
}
