using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>A value of the Mappings section, or a default where the section has none.</summary>
internal sealed class FindInMapFunction() : TemplateFunction("Fn::FindInMap", FunctionPlaces.Everywhere)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(3, 4) || call.Items.Take(3).Any(item => item is TemplateNode.List) || (call.Items.Length == 4 && Default(call) is null))
        {
            checks.Refuse(call, "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value");
        }
        else if (call.Items[0].Text is { } map && Default(call) is null && !checks.Template.Mappings.ContainsKey(map))
        {
            checks.Refuse(call, $"Template error: Mapping named '{map}' is not present in the 'Mappings' section of template.", TemplateErrorCode.Unresolved);
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var keys = new string[3];
        for (var index = 0; index < keys.Length; index++)
        {
            var key = evaluator.Evaluate(call.Items[index], call.Path.Item(index));
            if (Evaluator.IsOpen(key))
            {
                return key;
            }

            keys[index] = Evaluator.TextOf(key) ?? "";
        }

        var found = evaluator.Template.Mappings.GetValueOrDefault(keys[0])?[keys[1]] is TemplateNode.Map second ? second[keys[2]] : null;
        if (evaluator.Spend(call, found?.Size ?? 0) is { } tooLarge)
        {
            return tooLarge;
        }

        return found?.ToJson()
            ?? (Default(call) is { } fallback
                ? evaluator.Evaluate(fallback, call.Path.Item(3).Member("DefaultValue"))
                : evaluator.Fail(call, $"Template error: Unable to get mapping for {string.Join("::", keys)}"));
    }

    private static TemplateNode? Default(FunctionCall call) =>
        call.Items is [_, _, _, TemplateNode.Map { Members: [{ Name: "DefaultValue", Value: var value }] }] ? value : null;
}
