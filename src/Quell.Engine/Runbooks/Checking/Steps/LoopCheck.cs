using System.Globalization;
using Quell.Engine.Runbooks.Reading;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking.Steps;

/// <summary>Checks an <c>aws:loop</c> (Systems Manager User Guide, "aws:loop": 100 iterations and 100 iterators at most).</summary>
internal sealed class LoopCheck(Inspection inspection, ConditionCheck conditions)
{
    private const int MostIterations = 100;

    public void Check(StepSite site)
    {
        if (site.Input("Steps") is TemplateNode.List { Items.IsEmpty: true } steps)
        {
            inspection.Mistakes.Add(MistakeCode.WrongValue, "'Steps' has no step; at least one is wanted", site.InputsPath.Member("Steps"), steps);
        }

        if (site.Input("LoopCondition") is TemplateNode.Map condition)
        {
            conditions.Condition(condition, site.InputsPath.Member("LoopCondition"));
        }

        CheckIterators(site);
        if (site.Input("MaxIterations") is TemplateNode.Scalar limit && int.TryParse(limit.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var most)
            && most is < 1 or > MostIterations)
        {
            inspection.Mistakes.Add(MistakeCode.Limit, $"'MaxIterations' is {most}; 1 to {MostIterations} are allowed", site.InputsPath.Member("MaxIterations"), limit);
        }
    }

    private void CheckIterators(StepSite site)
    {
        var path = site.InputsPath.Member("Iterators");
        switch (site.Input("Iterators"))
        {
            case null:
                break;
            case TemplateNode.List { Items.Length: > MostIterations } list:
                inspection.Mistakes.Add(MistakeCode.Limit, $"'Iterators' has {list.Items.Length} items; at most {MostIterations} are allowed", path, list);
                break;
            case TemplateNode.List or TemplateNode.Map:
                break;
            case var node when ValueTypes.Alone(node) is { } reference:
                if (ValueTypes.Of(reference, inspection) is RunbookType.Integer or RunbookType.Boolean)
                {
                    inspection.Mistakes.Add(MistakeCode.WrongType, $"'Iterators' is {reference}, which is of type {ValueTypes.Of(reference, inspection)}; a list is wanted", path, node);
                }

                break;
            case var node when !ValueTypes.HasReference(node):
                inspection.Mistakes.Add(MistakeCode.WrongType, $"'Iterators' is {NodeReader.Described(node)}; a list is wanted, or a reference to one", path, node);
                break;
        }
    }
}
