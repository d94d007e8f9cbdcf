using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>Whether all of 2 to 10 conditions hold.</summary>
internal sealed class AndFunction() : TemplateFunction("Fn::And", FunctionPlaces.Logic)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(2, 10))
        {
            checks.Refuse(call, "Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) => evaluator.Truths(call).All(truth => truth);
}

/// <summary>Whether any of 2 to 10 conditions holds.</summary>
internal sealed class OrFunction() : TemplateFunction("Fn::Or", FunctionPlaces.Logic)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(2, 10))
        {
            checks.Refuse(call, "Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) => evaluator.Truths(call).Any(truth => truth);
}

/// <summary>Whether a condition does not hold.</summary>
internal sealed class NotFunction() : TemplateFunction("Fn::Not", FunctionPlaces.Logic)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(1))
        {
            checks.Refuse(call, "Template error: every Fn::Not object requires a list with exactly 1 boolean parameter.");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) => !evaluator.Truths(call)[0];
}

/// <summary>Whether two values are the same text, letter case included.</summary>
internal sealed class EqualsFunction() : TemplateFunction("Fn::Equals", FunctionPlaces.Logic)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(2))
        {
            checks.Refuse(call, "Template error: every Fn::Equals object requires a list of 2 string parameters.");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var left = evaluator.Evaluate(call.Items[0], call.Path.Item(0));
        var right = evaluator.Evaluate(call.Items[1], call.Path.Item(1));
        return Evaluator.IsOpen(left) ? left : Evaluator.IsOpen(right) ? right : Same(left, right);
    }

    private static bool Same(JsonValue? left, JsonValue? right) =>
        Evaluator.TextOf(left) is { } text ? text == Evaluator.TextOf(right) : Equals(left, right);
}

/// <summary>Another condition, by its name.</summary>
internal sealed class ConditionFunction() : TemplateFunction("Condition", FunctionPlaces.Logic)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (call.Argument.Text is not { } name || !checks.Template.Conditions.ContainsKey(name))
        {
            checks.Refuse(call, $"Template error: unresolved condition dependency {call.Argument.Text} in Condition", TemplateErrorCode.Unresolved);
        }
    }

    public override IEnumerable<(TemplateNode Node, TemplatePath Path)> Arguments(FunctionCall call) => [];

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) => evaluator.Condition(call.Argument.Text ?? "");
}
