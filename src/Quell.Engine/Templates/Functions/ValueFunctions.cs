using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>The availability zones of a region; of the stack's own for an empty text.</summary>
internal sealed class GetAZsFunction() : TemplateFunction("Fn::GetAZs", FunctionPlaces.Values)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (call.Argument is TemplateNode.List)
        {
            checks.Refuse(call, "Template error: every Fn::GetAZs object must have the name of a region, or an empty string");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var argument = evaluator.Evaluate(call.Argument, call.Path);
        if (Evaluator.IsOpen(argument))
        {
            return argument;
        }

        var region = Evaluator.TextOf(argument) is { Length: > 0 } text ? text : evaluator.Environment.Scope.Region;
        return JsonArray.From(evaluator.Environment.AvailabilityZones(region));
    }
}

/// <summary>A text as Base64 of its UTF-8 bytes.</summary>
internal sealed class Base64Function() : TemplateFunction("Fn::Base64", FunctionPlaces.Values)
{
    private const string Usage = "Template error: every Fn::Base64 object must have a String-typed value.";

    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (call.Argument is TemplateNode.List)
        {
            checks.Refuse(call, Usage);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var value = evaluator.Evaluate(call.Argument, call.Path);
        return Evaluator.IsOpen(value) ? value
            : Evaluator.TextOf(value) is { } text ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text))
            : evaluator.Fail(call, Usage);
    }
}

/// <summary>How many items a list has, or members a map (AWS::LanguageExtensions).</summary>
internal sealed class LengthFunction() : TemplateFunction("Fn::Length", FunctionPlaces.Everywhere)
{
    public override void Check(FunctionCall call, TemplateChecks checks) => checks.DemandLanguageExtensions(call);

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator) => evaluator.Evaluate(call.Argument, call.Path) switch
    {
        JsonArray array => array.Count,
        JsonObject parent => parent.Count,
        var open when Evaluator.IsOpen(open) => open,
        _ => evaluator.Fail(call, "Template error: every Fn::Length object requires a list or a map"),
    };
}

/// <summary>A list or map as JSON text (AWS::LanguageExtensions).</summary>
internal sealed class ToJsonStringFunction() : TemplateFunction("Fn::ToJsonString", FunctionPlaces.Values)
{
    public override void Check(FunctionCall call, TemplateChecks checks) => checks.DemandLanguageExtensions(call);

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var value = evaluator.Evaluate(call.Argument, call.Path);
        return Evaluator.OpenIn(value) ?? value switch
        {
            JsonArray or JsonObject when value.ToString() is var text => evaluator.Spend(call, text.Length) ?? text,
            _ => evaluator.Fail(call, "Template error: every Fn::ToJsonString object requires a list or a map"),
        };
    }
}
