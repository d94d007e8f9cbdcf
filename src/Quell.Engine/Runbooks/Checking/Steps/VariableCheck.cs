using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking.Steps;

/// <summary>
/// Checks an <c>aws:updateVariable</c>: the variable is there, and the value of its type; nothing is converted here (Systems Manager
/// User Guide, "aws:updateVariable").
/// </summary>
internal sealed class VariableCheck(Inspection inspection, InputCheck inputs)
{
    private const string Prefix = "variable:";

    public void Check(StepSite site)
    {
        if (site.Input("Name") is not TemplateNode.Scalar written || (ValueTypes.HasReference(written) && ValueTypes.Alone(written) is not Reference.Variable))
        {
            return;
        }

        var path = site.InputsPath.Member("Name");
        var text = ValueTypes.Alone(written)?.Text ?? written.Value;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            inspection.Mistakes.Add(MistakeCode.WrongValue, $"'Name' is '{text}'; variable:NAME is wanted", path, written);
        }
        else if (inspection.Variable(text[Prefix.Length..]) is not { } variable)
        {
            inspection.Mistakes.Add(
                MistakeCode.UnknownVariable, $"there is no variable '{text[Prefix.Length..]}'{Spelling.Hint(text[Prefix.Length..], inspection.VariableNames)}", path, written);
        }
        else if (RunbookTypes.Find(variable.Type) is { } type && site.Input("Value") is { } value)
        {
            CheckValue(value, type, variable, site.InputsPath.Member("Value"));
        }
    }

    private void CheckValue(TemplateNode value, RunbookType type, RunbookVariable variable, TemplatePath path)
    {
        if (ValueTypes.Alone(value) is { } reference)
        {
            if (ValueTypes.Of(reference, inspection) is { } given && given != type)
            {
                inspection.Mistakes.Add(
                    MistakeCode.WrongType, $"the variable '{variable.Name}' is of type {type}, and {reference} of type {given}; nothing is converted here", path, value);
            }

            return;
        }

        var wanted = type switch
        {
            RunbookType.String => InputType.Text,
            RunbookType.StringList => InputType.TextList,
            RunbookType.Integer => InputType.Integer,
            RunbookType.Boolean => InputType.Boolean,
            RunbookType.StringMap => InputType.Map,
            _ => InputType.MapList,
        };
        inputs.CheckType(value, wanted, $"the value of the variable '{variable.Name}'", path);
    }
}
