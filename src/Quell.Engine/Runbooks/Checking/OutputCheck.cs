using System.Collections.Immutable;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks the outputs that a step declares: names, types, selectors (Systems Manager User Guide, "Using action outputs as inputs").</summary>
internal sealed class OutputCheck(Inspection inspection, SelectorCheck selectors)
{
    private static readonly ImmutableArray<string> Types = [.. Enum.GetNames<RunbookType>()];

    /// <param name="site">The step.</param>
    /// <param name="result">What the step's call answers with; null where that is not known.</param>
    public void Check(StepSite site, ApiShape.Structure? result)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var maps = (site.Node["outputs"] as TemplateNode.List)?.Items ?? [];
        var next = 0;
        for (var index = 0; index < maps.Length; index++)
        {
            if (maps[index] is TemplateNode.Map map)
            {
                Check(site, site.Step.Outputs[next++], map, site.Path.Member("outputs").Item(index), names, result);
            }
        }
    }

    private void Check(StepSite site, StepOutput output, TemplateNode.Map map, TemplatePath path, HashSet<string> names, ApiShape.Structure? result)
    {
        if (output.Name.Length > 0 && !names.Add(output.Name))
        {
            inspection.Mistakes.Add(MistakeCode.Duplicate, $"{site.Title} has a second output '{output.Name}'", path.Member("Name"), map["Name"] ?? map);
        }

        var isTyped = Types.Contains(output.Type);
        if (!isTyped)
        {
            inspection.Mistakes.Add(MistakeCode.WrongValue, $"'{output.Type}' is no type of an output{Spelling.Hint(output.Type, Types)}", path.Member("Type"), map["Type"] ?? map);
        }

        if (output.Selector.Length == 0 || map["Selector"] is not { } node)
        {
            return;
        }

        var found = selectors.Check(output.Selector, path.Member("Selector"), node, result, site.Step.Action == "aws:executeScript");
        if (isTyped && found is not null && SelectorCheck.Misfit(found, Enum.Parse<RunbookType>(output.Type)) is { } misfit)
        {
            inspection.Mistakes.Add(
                MistakeCode.WrongType, $"the output '{output.Name}' is of type {output.Type}, and {output.Selector} leads to {misfit}", path.Member("Type"), map["Type"] ?? map);
        }
    }
}
