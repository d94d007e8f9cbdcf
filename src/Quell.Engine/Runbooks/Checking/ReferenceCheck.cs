using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// Checks that what stands in double braces names something, and something that can be there by then (Systems Manager User Guide,
/// "Using action outputs as inputs", "Automation system variables").
/// </summary>
internal sealed partial class ReferenceCheck(Inspection inspection)
{
    private static readonly ImmutableArray<string> Globals = ["ACCOUNT_ID", "AWS_PARTITION", "DATE", "DATE_TIME", "REGION", "TIME"];

    /// <summary>Every action's whole result, which nobody has to declare.</summary>
    private const string WholeResult = "OutputPayload";

    /// <summary>What stands in double braces and is for others: CloudFormation's dynamic references, and the agent's.</summary>
    private static readonly ImmutableArray<string> Others = ["{{resolve:", "{{ssm-secure:"];

    private const string LoopAction = "aws:loop";

    private static readonly ImmutableArray<string> Rounds = ["CurrentIteration", "CurrentIteratorValue"];

    /// <summary>A maintenance window puts the target's id here ("About pseudo parameters").</summary>
    private const string WindowTarget = "RESOURCE_ID";

    /// <summary>Checks the inputs of a step and its limits.</summary>
    public void Check(StepSite site)
    {
        foreach (var member in site.Step.InputsSource?.Members ?? [])
        {
            // Scripts have double braces of their own, and steps of a loop are looked at by themselves.
            if (!(member.Name == "Script" || (member.Name == "Steps" && site.Step.Steps.Length > 0)))
            {
                CheckNode(member.Value, site.InputsPath.Member(member.Name), site);
            }
        }

        foreach (var name in (ReadOnlySpan<string>)["timeoutSeconds", "maxAttempts"])
        {
            if (site.Node[name] is { } node)
            {
                CheckNode(node, site.Path.Member(name), site);
            }
        }
    }

    /// <summary>Checks a text outside of steps, such as <c>assumeRole</c>.</summary>
    public void Check(TemplateNode node, TemplatePath path) => CheckNode(node, path, site: null);

    private void CheckNode(TemplateNode node, TemplatePath path, StepSite? site)
    {
        switch (node)
        {
            case TemplateNode.Map map:
                foreach (var member in map.Members)
                {
                    CheckText(member.Name, path.Member(member.Name), member.Line, member.Column, site);
                    CheckNode(member.Value, path.Member(member.Name), site);
                }

                break;
            case TemplateNode.List list:
                for (var index = 0; index < list.Items.Length; index++)
                {
                    CheckNode(list.Items[index], path.Item(index), site);
                }

                break;
            case TemplateNode.Scalar { Type: ScalarType.Text } scalar:
                CheckText(scalar.Value, path, scalar.Line, scalar.Column, site);
                break;
        }
    }

    private void CheckText(string text, TemplatePath path, int line, int column, StepSite? site)
    {
        if (!text.Contains("{{", StringComparison.Ordinal) || inspection.Mistakes.IsFull)
        {
            return;
        }

        var found = false;
        foreach (var (reference, _, _) in Interpolation.Find(text))
        {
            found = true;
            if (Mistake(reference, site) is var (code, message))
            {
                inspection.Mistakes.Add(code, message, path, line, column);
            }
        }

        if (HalfClosedPattern.Match(text) is { Success: true } half)
        {
            inspection.Mistakes.Add(MistakeCode.Reference, $"{half.Value.TrimEnd()} lacks a brace: a reference ends with }}}}", path, line, column);
        }
        else if (!found && BrokenPattern.IsMatch(text) && !Others.Any(other => text.Contains(other, StringComparison.Ordinal)))
        {
            inspection.Mistakes.Add(
                MistakeCode.Reference,
                $"{Shown(text)} is no reference; there are {{{{ Parameter }}}}, {{{{ step.Output }}}}, {{{{ variable:name }}}}, {{{{ global:NAME }}}}, {{{{ automation:EXECUTION_ID }}}} and {{{{ ssm:name }}}}",
                path, line, column);
        }
    }

    private (string Code, string Message)? Mistake(Reference reference, StepSite? site) => MistakenSystem(reference) ?? reference switch
    {
        Reference.Parameter(_, var name) when inspection.Parameter(name) is null && !(name == WindowTarget && site is not null) =>
            (MistakeCode.UnknownParameter, $"{reference}: there is no parameter '{name}'{Spelling.Hint(name, inspection.ParameterNames)}"),
        Reference.Variable(_, var name) when inspection.Variable(name) is null =>
            (MistakeCode.UnknownVariable, $"{reference}: there is no variable '{name}'{Spelling.Hint(name, inspection.VariableNames)}"),
        Reference.Output(_, var step, var name) => Output(reference, step, name, site),
        _ => null,
    };

    /// <summary>What is wrong with a reference to a system variable; null where nothing is, or it is none.</summary>
    public static (string Code, string Message)? MistakenSystem(Reference reference) => reference switch
    {
        Reference.Global(_, var name) when !Globals.Contains(name) =>
            (MistakeCode.Reference, $"{reference}: there is no system variable global:{name}{Spelling.Hint(name, Globals)}"),
        Reference.Automation(_, var name) when name != "EXECUTION_ID" =>
            (MistakeCode.Reference, $"{reference}: of an automation there is {{{{ automation:EXECUTION_ID }}}} alone"),
        _ => null,
    };

    private (string Code, string Message)? Output(Reference reference, string step, string name, StepSite? site)
    {
        if (inspection.Step(step) is not { } source)
        {
            return (MistakeCode.UnknownStep, $"{reference}: there is no step '{step}'{Spelling.Hint(step, inspection.StepNames)}");
        }

        if (MissingOutput(source, name) is { } missing)
        {
            return (MistakeCode.UnknownOutput, $"{reference}: {missing}");
        }

        if (source.Step.Action == LoopAction && Rounds.Any(round => Begins(name, round)) && (site is null || !Loops(site).Contains(source, ReferenceEqualityComparer.Instance)))
        {
            return (MistakeCode.Order, $"{reference}: the iteration is told to the steps of the loop '{step}' alone");
        }

        return site is null || CanComeBefore(source, site)
            ? null
            : (MistakeCode.Order, $"{reference}: step '{step}' never runs before step '{site.Name}'");
    }

    /// <summary>Says that a step has no output of the name; null where it has, or may have.</summary>
    public static string? MissingOutput(StepSite source, string name)
    {
        List<string> known = [.. source.Step.Outputs.Select(output => output.Name), .. (source.Action?.Outputs ?? []).Select(output => output.Name)];
        return source.Action is null || name == WholeResult || known.Append(WholeResult).Any(output => Begins(name, output))
            ? null
            : $"{source.Title} has no output '{name}'{(known.Count == 0 ? "; it declares none" : Spelling.Hint(name, known))}";
    }

    private static bool Begins(string name, string output) =>
        output.Length > 0 && name.StartsWith(output, StringComparison.Ordinal) && (name.Length == output.Length || name[output.Length] is '.' or '[');

    /// <summary>
    /// Whether some way leads from the one to the other. A loop's steps see each other's outputs, those of the iteration before included,
    /// and their loop's; from outside they are seen once the loop has run.
    /// </summary>
    private bool CanComeBefore(StepSite source, StepSite site)
    {
        if (Loops(site).Contains(source, ReferenceEqualityComparer.Instance) || (source.Loop is { } own && Around(site).Contains(own, ReferenceEqualityComparer.Instance)))
        {
            return true;
        }

        return Around(source).Any(from => Around(site).Any(to => ReferenceEquals(from.Loop, to.Loop) && inspection.Graph.Leads(from, to)));
    }

    private static IEnumerable<StepSite> Around(StepSite site) => Loops(site).Prepend(site);

    private static IEnumerable<StepSite> Loops(StepSite site)
    {
        for (var loop = site.Loop; loop is not null; loop = loop.Loop)
        {
            yield return loop;
        }
    }

    private static string Shown(string text) => text.Length <= 80 ? text : $"{text[..80]}…";

    /// <summary>A name in two braces that one brace closes.</summary>
    [GeneratedRegex(@"\{\{\s*[a-zA-Z][\w:.-]*\s*\}([^}]|\z)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HalfClosedPattern { get; }

    /// <summary>A text that is meant as a reference and nothing else, and is none: a brace is missing, or what is between is of no form.</summary>
    [GeneratedRegex(@"\A\s*\{\{[^{}""'\n]*\}{0,2}\s*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BrokenPattern { get; }
}
