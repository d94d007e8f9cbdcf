using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>
/// A function of the Rules section (CloudFormation User Guide, "Rule-specific intrinsic functions"). Such functions speak
/// about parameters; Quell has no account-wide values and tags of AWS-specific types for them yet.
/// </summary>
internal abstract class RuleFunction(string name, int arguments) : TemplateFunction(name, FunctionPlaces.Rules)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(arguments))
        {
            checks.Refuse(call, $"Template error: every {Name} object requires a list of {arguments} parameters");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var values = call.Items.Select((item, index) => evaluator.Evaluate(item, call.Path.Item(index))).ToList();
        return values.FirstOrDefault(Evaluator.IsOpen) ?? Decide([.. values.Select(Texts)]);
    }

    protected abstract JsonValue Decide(List<List<string>> values);

    private static List<string> Texts(JsonValue? value) => value is JsonArray array
        ? [.. array.Items.Select(item => Evaluator.TextOf(item) ?? item.ToString())]
        : [Evaluator.TextOf(value) ?? ""];
}

/// <summary>Whether a list has a value among its members.</summary>
internal sealed class ContainsFunction() : RuleFunction("Fn::Contains", 2)
{
    protected override JsonValue Decide(List<List<string>> values) => values[1].All(values[0].Contains);
}

/// <summary>Whether every member of a list is a given value.</summary>
internal sealed class EachMemberEqualsFunction() : RuleFunction("Fn::EachMemberEquals", 2)
{
    protected override JsonValue Decide(List<List<string>> values) => values[0].All(value => value == values[1][0]);
}

/// <summary>Whether every member of one list is a member of another.</summary>
internal sealed class EachMemberInFunction() : RuleFunction("Fn::EachMemberIn", 2)
{
    protected override JsonValue Decide(List<List<string>> values) => values[0].All(values[1].Contains);
}

/// <summary>All values that the account has for an AWS-specific parameter type.</summary>
internal sealed class RefAllFunction() : TemplateFunction("Fn::RefAll", FunctionPlaces.Rules)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (string.IsNullOrEmpty(call.Argument.Text))
        {
            checks.Refuse(call, "Template error: every Fn::RefAll object must have the name of a parameter type");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) =>
        evaluator.Environment.ValuesOfType(call.Argument.Text ?? "") is { } values
            ? JsonArray.From(values)
            : evaluator.Fail(call, $"Quell does not know all values of type {call.Argument.Text} for Fn::RefAll", TemplateErrorCode.Unsupported);
}

/// <summary>An attribute (such as a tag) of what a parameter names, or of each member of a list.</summary>
internal sealed class ValueOfFunction() : TemplateFunction("Fn::ValueOf", FunctionPlaces.Rules)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (call.Items is not [{ Text: { } parameter }, { Text: not null }])
        {
            checks.Refuse(call, "Template error: every Fn::ValueOf object requires two parameters, the name of a parameter and an attribute");
        }
        else if (!checks.Template.Parameters.ContainsKey(parameter))
        {
            checks.Refuse(call, $"Template format error: Unresolved dependencies [{parameter}]. Cannot reference resources in the Rules block of the template", TemplateErrorCode.Unresolved);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var (parameter, attribute) = (call.Items[0].Text ?? "", call.Items[1].Text ?? "");
        var type = evaluator.Template.Parameters[parameter].Type.Element;
        var values = evaluator.Parameter(parameter) switch
        {
            JsonArray array => array.Strings,
            JsonString text => [text.Value],
            _ => [],
        };
        var found = values.Select(value => evaluator.Environment.AttributeOfValue(type, value, attribute)).ToList();
        return found.Contains(null)
            ? evaluator.Fail(call, $"Quell does not know {attribute} of the parameter {parameter} for Fn::ValueOf", TemplateErrorCode.Unsupported)
            : found is [{ } only] ? only : JsonArray.From(found.OfType<string>());
    }
}

/// <summary>An attribute of everything that the account has of an AWS-specific parameter type.</summary>
internal sealed class ValueOfAllFunction() : TemplateFunction("Fn::ValueOfAll", FunctionPlaces.Rules)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (call.Items is not [{ Text: not null }, { Text: not null }])
        {
            checks.Refuse(call, "Template error: every Fn::ValueOfAll object requires two parameters, a parameter type and an attribute");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var (type, attribute) = (call.Items[0].Text ?? "", call.Items[1].Text ?? "");
        var found = evaluator.Environment.ValuesOfType(type)?.Select(value => evaluator.Environment.AttributeOfValue(type, value, attribute)).ToList();
        return found is null || found.Contains(null)
            ? evaluator.Fail(call, $"Quell does not know {attribute} of all values of type {type} for Fn::ValueOfAll", TemplateErrorCode.Unsupported)
            : JsonArray.From(found.OfType<string>());
    }
}
