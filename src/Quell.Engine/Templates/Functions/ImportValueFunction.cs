using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>A value that another stack of the account and region exports.</summary>
internal sealed class ImportValueFunction() : TemplateFunction("Fn::ImportValue", FunctionPlaces.Values)
{
    private const string Independent = "Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs";

    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (call.Argument is TemplateNode.List)
        {
            checks.Refuse(call, "Template error: every Fn::ImportValue object must have the name of an export");
        }

        var names = TemplateFunctions.References(call.Argument, FunctionPlaces.Resources, call.Path, inner => inner.Function.Arguments(inner));
        if (names.Any(name => checks.Template.Resources.ContainsKey(name.Target)))
        {
            checks.Refuse(call, Independent);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var name = evaluator.Evaluate(call.Argument, call.Path);
        if (Evaluator.IsOpen(name))
        {
            return name;
        }

        return Evaluator.TextOf(name) is { } text && evaluator.Environment.Export(text) is { } value
            ? value
            : evaluator.Fail(call, $"No export named {Evaluator.TextOf(name)} found.", TemplateErrorCode.Unresolved);
    }
}
