using System.Collections.Immutable;
using System.Globalization;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Reading;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking.Steps;

/// <summary>
/// Checks the choices of an <c>aws:branch</c> and the condition of an <c>aws:loop</c> (Systems Manager User Guide, "Using conditional
/// statements in runbooks").
/// </summary>
internal sealed class ConditionCheck(Inspection inspection, InputCheck inputs)
{
    private static readonly ImmutableArray<string> Texts = ["StringEquals", "EqualsIgnoreCase", "StartsWith", "EndsWith", "Contains"];

    private static readonly ImmutableArray<string> Numbers =
        ["NumericEquals", "NumericGreater", "NumericLesser", "NumericGreaterOrEquals", "NumericLesserOrEquals"];

    private static readonly ImmutableArray<string> Booleans = ["BooleanEquals"];

    private static readonly ImmutableArray<string> Groups = ["And", "Or", "Not"];

    private static readonly ImmutableArray<string> Members = [.. Groups, "Variable", .. Texts, .. Numbers, .. Booleans];

    private static readonly ImmutableArray<string> Operators = [.. Texts, .. Numbers, .. Booleans];

    private const string NextStep = "NextStep";

    /// <summary>Conditions inside each other; far beyond what anyone writes.</summary>
    private const int Deepest = 20;

    public void Branch(StepSite site)
    {
        if (site.Input("Choices") is TemplateNode.List list)
        {
            var path = site.InputsPath.Member("Choices");
            if (list.Items.IsEmpty)
            {
                inspection.Mistakes.Add(MistakeCode.WrongValue, "'Choices' is empty; at least one choice is wanted", path, list);
            }

            for (var index = 0; index < list.Items.Length; index++)
            {
                if (list.Items[index] is TemplateNode.Map choice)
                {
                    Choice(choice, path.Item(index), site);
                }
            }
        }

        if (site.Input("Default") is TemplateNode.Scalar { Value: var name } target)
        {
            Target(name, site.InputsPath.Member("Default"), target, site);
        }
    }

    private void Choice(TemplateNode.Map choice, TemplatePath path, StepSite site)
    {
        inspection.Mistakes.RefuseUnknown(choice, path, "a choice", [NextStep, .. Members]);
        switch (choice[NextStep])
        {
            case null:
                inspection.Mistakes.Add(MistakeCode.MissingMember, "a choice has to have 'NextStep'", path, choice);
                break;
            case TemplateNode.Scalar { Value: var name } target:
                Target(name, path.Member(NextStep), target, site);
                break;
            case var other:
                inspection.Mistakes.Add(MistakeCode.WrongType, $"'NextStep' is {NodeReader.Described(other)}; the name of a step is wanted", path.Member(NextStep), other);
                break;
        }

        Compare(choice, path, 0);
    }

    private void Target(string name, TemplatePath path, TemplateNode node, StepSite site)
    {
        inspection.Target(name, path, node);
        if (inspection.Step(name) is { } target && !ReferenceEquals(target.Loop, site.Loop))
        {
            inspection.Mistakes.Add(MistakeCode.UnknownStep, $"step '{name}' is not beside step '{site.Name}': steps of a loop and others do not lead to each other", path, node);
        }
    }

    /// <summary>Checks a condition, within others or by itself.</summary>
    public void Condition(TemplateNode node, TemplatePath path, int depth = 0)
    {
        if (node is not TemplateNode.Map map)
        {
            inspection.Mistakes.Add(MistakeCode.WrongType, $"a condition is {NodeReader.Described(node)}; a map with Variable and an operator is wanted", path, node);
            return;
        }

        inspection.Mistakes.RefuseUnknown(map, path, "a condition", Members);
        Compare(map, path, depth);
    }

    private void Compare(TemplateNode.Map map, TemplatePath path, int depth)
    {
        var tests = map.Members.Where(member => Groups.Contains(member.Name) || Operators.Contains(member.Name)).ToList();
        if (tests.Count != 1)
        {
            var found = tests.Count == 0 ? "no operator" : $"the operators {string.Join(" and ", tests.Select(test => test.Name))}";
            inspection.Mistakes.Add(MistakeCode.WrongValue, $"a condition has {found}; one is wanted: {string.Join(", ", Operators)}, And, Or or Not", path, map);
            return;
        }

        var test = tests[0];
        if (Groups.Contains(test.Name))
        {
            Group(test, path.Member(test.Name), depth + 1);
        }
        else
        {
            Operand(map, test, path);
        }
    }

    private void Group(TemplateNode.Member group, TemplatePath path, int depth)
    {
        if (depth > Deepest)
        {
            inspection.Mistakes.Add(MistakeCode.Limit, $"conditions stand inside each other more than {Deepest} times", path, group.Line, group.Column);
        }
        else if (group.Value is TemplateNode.List list && list.Items.Length > 0)
        {
            for (var index = 0; index < list.Items.Length; index++)
            {
                Condition(list.Items[index], path.Item(index), depth);
            }
        }
        else if (group.Name == "Not")
        {
            Condition(group.Value, path, depth);
        }
        else
        {
            inspection.Mistakes.Add(MistakeCode.WrongType, $"'{group.Name}' is {NodeReader.Described(group.Value)}; a list of conditions is wanted", path, group.Value);
        }
    }

    private void Operand(TemplateNode.Map map, TemplateNode.Member test, TemplatePath path)
    {
        var wanted = Numbers.Contains(test.Name) ? InputType.Integer : Booleans.Contains(test.Name) ? InputType.Boolean : InputType.Text;
        if (!(wanted == InputType.Integer && double.TryParse(test.Value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            inputs.CheckType(test.Value, wanted, $"what '{test.Name}' compares with", path.Member(test.Name));
        }

        switch (map["Variable"])
        {
            case null:
                inspection.Mistakes.Add(MistakeCode.MissingMember, $"a condition with '{test.Name}' has to have 'Variable'", path, map);
                break;
            case TemplateNode.Scalar variable when !ValueTypes.HasReference(variable):
                inspection.Mistakes.Add(
                    MistakeCode.Reference, $"'Variable' is '{variable.Value}'; a reference is wanted: {{{{ Parameter }}}} or {{{{ step.Output }}}}", path.Member("Variable"), variable);
                break;
            case var variable:
                inputs.CheckType(variable, wanted, $"the 'Variable' of '{test.Name}'", path.Member("Variable"));
                break;
        }
    }
}
