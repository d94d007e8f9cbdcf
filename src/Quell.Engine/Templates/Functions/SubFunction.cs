using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>A text with <c>${Name}</c>, <c>${Resource.Attribute}</c> and <c>${!Literal}</c>, and optionally names of its own.</summary>
internal sealed class SubFunction() : TemplateFunction("Fn::Sub", FunctionPlaces.Everywhere)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (Text(call) is not { } text || (call.Argument is TemplateNode.List && call.Items is not [_, TemplateNode.Map]))
        {
            checks.Refuse(call, "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string");
            return;
        }

        if (SubText.Parts(text).Any(part => part.IsVariable && !SubText.IsName(part.Text)))
        {
            checks.Refuse(call, "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons");
        }
    }

    public override IEnumerable<(TemplateNode Node, TemplatePath Path)> Arguments(FunctionCall call) =>
        Own(call)?.Members.Select(member => (member.Value, call.Path.Item(1).Member(member.Name))) ?? [];

    public override IEnumerable<TemplateReference> References(FunctionCall call) =>
        SubText.Parts(Text(call) ?? "")
            .Where(part => part.IsVariable && Own(call)?[part.Text] is null)
            .Select(part => ReferenceOf(call, part.Text));

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var result = new StringBuilder();
        var known = new Dictionary<string, JsonValue?>(StringComparer.Ordinal);
        JsonValue? open = null;
        foreach (var part in SubText.Parts(Text(call) ?? ""))
        {
            if (!part.IsVariable)
            {
                result.Append(part.Text);
                continue;
            }

            if (!known.TryGetValue(part.Text, out var value))
            {
                known[part.Text] = value = ValueOf(part.Text, call, evaluator);
            }

            if (Evaluator.IsOpen(value))
            {
                open = Evaluator.Opener(open, value);
            }
            else if (Evaluator.TextOf(value) is { } text)
            {
                if (evaluator.Spend(call, text.Length) is { } tooLarge)
                {
                    return tooLarge;
                }

                result.Append(text);
            }
            else
            {
                open = evaluator.Fail(call, $"Template error: Fn::Sub needs a string for ${{{part.Text}}}, and it is a list, a map or no value");
            }
        }

        return open ?? result.ToString();
    }

    private JsonValue? ValueOf(string variable, FunctionCall call, Evaluator evaluator) => Own(call)?[variable] is { } own
        ? evaluator.Evaluate(own, call.Path.Item(1).Member(variable))
        : evaluator.ValueOf(ReferenceOf(call, variable));

    private static string? Text(FunctionCall call) => call.Argument is TemplateNode.List list
        ? list.Items.Length > 0 ? list.Items[0].Text : null
        : call.Argument.Text;

    private static TemplateNode.Map? Own(FunctionCall call) => call.Items is [_, TemplateNode.Map map] ? map : null;

    private TemplateReference ReferenceOf(FunctionCall call, string variable)
    {
        var dot = variable.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? new(variable, null, Name, call.Argument, call.Path)
            : new(variable[..dot], variable[(dot + 1)..], Name, call.Argument, call.Path);
    }
}
