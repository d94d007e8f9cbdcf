using System.Globalization;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Checking.Steps;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks one step: its limits, inputs and outputs, and what its action wants beyond that.</summary>
internal sealed class StepCheck
{
    /// <summary>The longest that a step may take: 30 days ("aws:approve").</summary>
    private const long MostSeconds = 2_592_000;

    private readonly Inspection _inspection;
    private readonly ReferenceCheck _references;
    private readonly InputCheck _inputs;
    private readonly ConditionCheck _conditions;
    private readonly ApiCheck _apis;
    private readonly SelectorCheck _selectors;
    private readonly OutputCheck _outputs;

    public StepCheck(Inspection inspection, ReferenceCheck references)
    {
        (_inspection, _references) = (inspection, references);
        _inputs = new(inspection);
        _conditions = new(inspection, _inputs);
        _apis = new(inspection, _inputs);
        _selectors = new(inspection);
        _outputs = new(inspection, _selectors);
    }

    public void Check(StepSite site)
    {
        _references.Check(site);
        _inputs.Check(site);
        CheckLimit(site, "timeoutSeconds", MostSeconds);
        CheckLimit(site, "maxAttempts", int.MaxValue);
        var operation = site.Action is { CallsApi: true } action ? _apis.Check(site, action) : null;
        if (site.Input("PropertySelector") is TemplateNode.Scalar { Value: var selector } node && site.Action?.CallsApi == true)
        {
            _selectors.Check(selector, site.InputsPath.Member("PropertySelector"), node, operation?.Output, isScript: false);
        }

        _outputs.Check(site, site.Step.Action == "aws:executeAwsApi" ? operation?.Output : null);
        CheckAction(site);
    }

    private void CheckAction(StepSite site)
    {
        switch (site.Step.Action)
        {
            case "aws:branch":
                _conditions.Branch(site);
                break;
            case "aws:loop":
                new LoopCheck(_inspection, _conditions).Check(site);
                break;
            case "aws:executeScript":
                new ScriptCheck(_inspection).Check(site);
                break;
            case "aws:sleep":
                SleepCheck.Check(_inspection, site);
                break;
            case "aws:updateVariable":
                new VariableCheck(_inspection, _inputs).Check(site);
                break;
        }
    }

    private void CheckLimit(StepSite site, string name, long most)
    {
        if (site.Node[name] is not TemplateNode.Scalar node || node.Type == ScalarType.Null)
        {
            return;
        }

        var path = site.Path.Member(name);
        if (_inputs.CheckType(node, InputType.Integer, $"'{name}'", path)
            && long.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < 1 || number > most))
        {
            _inspection.Mistakes.Add(MistakeCode.Limit, $"'{name}' is {number}; 1 to {most} are allowed", path, node);
        }
    }
}
