using System.Collections.Immutable;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Reading;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks a step's inputs against its action's table: unknown, missing, of another type.</summary>
internal sealed class InputCheck(Inspection inspection)
{
    private static readonly ImmutableArray<string> CommandPlugins =
        ["aws:runShellScript", "aws:runPowerShellScript", "aws:runDocument", "aws:configurePackage", "aws:softwareInventory", "aws:runDockerAction", "aws:downloadContent"];

    public void Check(StepSite site)
    {
        if (site.Action is not { } action)
        {
            UnknownAction(site);
            return;
        }

        foreach (var member in site.Step.InputsSource?.Members ?? [])
        {
            var path = site.InputsPath.Member(member.Name);
            if (action.Find(member.Name) is { } input)
            {
                Check(member.Value, input, site, path);
            }
            else if (!action.CallsApi)
            {
                string[] names = [.. action.Inputs.Select(known => known.Name)];
                inspection.Mistakes.Add(
                    MistakeCode.UnknownMember, $"{action.Action} has no input '{member.Name}'{(names.Length == 0 ? "; it has none" : Spelling.Hint(member.Name, names))}", path,
                    member.Line, member.Column);
            }
        }

        CheckPresence(site, action);
    }

    private void UnknownAction(StepSite site)
    {
        if (site.Step.Action.Length == 0)
        {
            return;
        }

        var hint = CommandPlugins.Contains(site.Step.Action)
            ? "; it is a plugin of Command documents, which a step of aws:runCommand runs"
            : Spelling.Hint(site.Step.Action, ActionTable.Names);
        inspection.Mistakes.Add(MistakeCode.UnknownAction, $"there is no action '{site.Step.Action}'{hint}", site.Path.Member("action"), site.At("action"));
    }

    private void CheckPresence(StepSite site, ActionInputs action)
    {
        foreach (var missing in action.Inputs.Where(input => input.IsRequired && site.Input(input.Name) is null))
        {
            Missing(missing.Name, site, action);
        }

        foreach (var group in action.Groups)
        {
            var present = group.Names.Where(name => site.Input(name) is not null).ToList();
            if (present.Count == 0)
            {
                inspection.Mistakes.Add(
                    MistakeCode.MissingMember, $"{site.Title} ({action.Action}) has to have the input {string.Join(" or ", group.Names.Take(2))}", site.InputsPath,
                    (TemplateNode?)site.Step.InputsSource ?? site.Node);
            }
            else if (present.Count > 1 && group.IsExclusive)
            {
                inspection.Mistakes.Add(
                    MistakeCode.Conflict, $"{site.Title} ({action.Action}) has the inputs {string.Join(" and ", present)}, of which one alone may be there",
                    site.InputsPath.Member(present[1]), site.Input(present[1]) ?? site.Node);
            }
        }
    }

    /// <summary>Told at a member that looks like it, if there is one: among an API's parameters any name may stand.</summary>
    private void Missing(string name, StepSite site, ActionInputs action)
    {
        var others = (site.Step.InputsSource?.Members ?? []).Where(member => action.Find(member.Name) is null).ToList();
        if (action.CallsApi && Spelling.Nearest(name, others.Select(member => member.Name)) is { } near && others.Find(member => member.Name == near) is { } meant)
        {
            inspection.Mistakes.Add(
                MistakeCode.MissingMember, $"{site.Title} ({action.Action}) has to have the input '{name}', and has '{near}'", site.InputsPath.Member(near),
                meant.Line, meant.Column);
            return;
        }

        inspection.Mistakes.Add(
            MistakeCode.MissingMember, $"{site.Title} ({action.Action}) has to have the input '{name}'", site.InputsPath,
            (TemplateNode?)site.Step.InputsSource ?? site.Node);
    }

    private void Check(TemplateNode node, ActionInput input, StepSite site, TemplatePath path)
    {
        if (node is TemplateNode.Scalar { Type: ScalarType.Null } || input.Type is InputType.Any or InputType.Steps)
        {
            return;
        }

        if (!CheckType(node, input.Type, $"the input '{input.Name}' of {site.Step.Action}", path))
        {
            return;
        }

        if (!input.Values.IsEmpty && !ValueTypes.HasReference(node) && !input.Values.Contains(node.Text ?? "", StringComparer.OrdinalIgnoreCase))
        {
            inspection.Mistakes.Add(
                MistakeCode.WrongValue, $"the input '{input.Name}' of {site.Step.Action} is {NodeReader.Described(node)}; {string.Join(" or ", input.Values)} is wanted", path, node);
        }
    }

    /// <summary>Reports a value of another type than the one wanted.</summary>
    /// <param name="what">What it is, for the message.</param>
    public bool CheckType(TemplateNode node, InputType wanted, string what, TemplatePath path)
    {
        if (ValueTypes.Alone(node) is { } reference)
        {
            return CheckReference(reference, wanted, what, path, node);
        }

        var fits = (node, wanted) switch
        {
            (TemplateNode.Scalar scalar, _) => ValueTypes.Reads(scalar, wanted),
            (TemplateNode.List list, InputType.TextList) => CheckItems(list, InputType.Text, what, path),
            (TemplateNode.List list, InputType.MapList) => CheckItems(list, InputType.Map, what, path),
            (TemplateNode.Map, InputType.Map) => true,
            _ => false,
        };
        if (!fits && !(node is TemplateNode.List && wanted is InputType.TextList or InputType.MapList))
        {
            inspection.Mistakes.Add(MistakeCode.WrongType, $"{what} is {NodeReader.Described(node)}; {ValueTypes.Wanted(wanted)} is wanted", path, node);
        }

        return fits;
    }

    /// <summary>A list's element may be a reference to a whole list, which then stands in its place.</summary>
    private bool CheckItems(TemplateNode.List list, InputType item, string what, TemplatePath path)
    {
        var fit = true;
        for (var index = 0; index < list.Items.Length; index++)
        {
            var isSpliced = ValueTypes.Alone(list.Items[index]) is { } reference && ValueTypes.Of(reference, inspection) is Values.RunbookType.MapList;
            fit &= (item == InputType.Map && isSpliced) || CheckType(list.Items[index], item, $"item {index + 1} of {what}", path.Item(index));
        }

        return fit;
    }

    private bool CheckReference(Reference reference, InputType wanted, string what, TemplatePath path, TemplateNode node)
    {
        if (ValueTypes.Of(reference, inspection) is not { } type || ValueTypes.Fits(type, wanted))
        {
            return true;
        }

        inspection.Mistakes.Add(
            MistakeCode.WrongType, $"{what} is {reference}, which is of type {type}; {ValueTypes.Wanted(wanted)} is wanted", path, node);
        return false;
    }
}
