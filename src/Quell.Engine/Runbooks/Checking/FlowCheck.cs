using System.Text.RegularExpressions;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks names of steps and how steps lead to each other (Systems Manager User Guide, "Properties shared by all actions").</summary>
internal static partial class FlowCheck
{
    public static void Check(Inspection inspection)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var site in inspection.Steps.TakeWhile(_ => !inspection.Mistakes.IsFull))
        {
            CheckName(inspection, site, names);
            CheckTargets(inspection, site);
        }

        var reached = inspection.Graph.Reached();
        foreach (var site in inspection.Steps.Where(site => !reached.Contains(site) && (site.Loop is null || reached.Contains(site.Loop))))
        {
            inspection.Warnings.Add(MistakeCode.Unreachable, $"{site.Title} is never reached", site.Path, site.Node);
        }

        foreach (var circle in Circles.Endless(inspection, reached))
        {
            var listed = string.Join(", ", circle.Take(10).Select(site => site.Name));
            var subject = circle.Count == 1 ? $"step '{listed}' leads back to itself alone" : $"the steps {listed} lead to each other and nowhere else";
            inspection.Mistakes.Add(
                MistakeCode.EndlessLoop, $"{subject}: a loop without end; one of them has to end the execution or lead out, by isEnd, nextStep or aws:branch",
                circle[0].Path, circle[0].Node);
        }
    }

    private static void CheckName(Inspection inspection, StepSite site, HashSet<string> names)
    {
        if (site.Name.Length == 0)
        {
            return;
        }

        var path = site.Path.Member("name");
        if (!NamePattern.IsMatch(site.Name))
        {
            inspection.Mistakes.Add(
                MistakeCode.Name, $"a step is called '{site.Name}'; its name has 1 to 128 letters, digits and underscores", path, site.At("name"));
        }

        if (!names.Add(site.Name))
        {
            inspection.Mistakes.Add(MistakeCode.Duplicate, $"a second step is called '{site.Name}'; names of steps are unique", path, site.At("name"));
        }
    }

    private static void CheckTargets(Inspection inspection, StepSite site)
    {
        Target(inspection, site, "nextStep", site.Step.NextStep);
        Target(inspection, site, "onFailure", site.Step.OnFailure.Step);
        Target(inspection, site, "onCancel", site.Step.OnCancel.Step);
        if (site.Step is { IsEnd: true, NextStep: not null })
        {
            inspection.Mistakes.Add(
                MistakeCode.Conflict, $"{site.Title} has isEnd: true and a nextStep; the execution either ends or goes on", site.Path.Member("nextStep"),
                site.At("nextStep"));
        }

        if (site.Action is { HasOnCancel: false } && site.Step.OnCancel.Kind != EscapeKind.Abort)
        {
            inspection.Warnings.Add(MistakeCode.Ignored, $"onCancel does nothing on a step of {site.Step.Action}", site.Path.Member("onCancel"), site.At("onCancel"));
        }
    }

    private static void Target(Inspection inspection, StepSite site, string member, string? name)
    {
        if (name is null)
        {
            return;
        }

        var path = site.Path.Member(member);
        inspection.Target(name, path, site.At(member));
        if (inspection.Step(name) is { } target && !IsWithin(target, site, isEscape: member != "nextStep"))
        {
            var where = target.Loop is { } loop ? $"is a step of the loop '{loop.Name}'" : $"is no step of the loop '{site.Loop?.Name}'";
            inspection.Mistakes.Add(MistakeCode.UnknownStep, $"'{member}' leads to step '{name}', which {where}, and cannot be gone to from here", path, site.At(member));
        }
    }

    /// <summary>Steps lead to those beside them; a failure within a loop may also lead out of it.</summary>
    private static bool IsWithin(StepSite target, StepSite site, bool isEscape) =>
        ReferenceEquals(target.Loop, site.Loop) || (isEscape && site.Loop is { } loop && IsWithin(target, loop, isEscape: true));

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,128}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }
}
