using System.Collections.Immutable;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// Which step can come after which (Systems Manager User Guide, "Using conditional statements in runbooks"). The steps of a loop are
/// a graph of their own, whose ways out are the loop's.
/// </summary>
internal sealed class StepGraph
{
    private readonly Dictionary<StepSite, StepWays> _ways = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StepSite, HashSet<StepSite>> _after = new(ReferenceEqualityComparer.Instance);
    private readonly Inspection _inspection;

    public StepGraph(Inspection inspection)
    {
        _inspection = inspection;
        foreach (var container in inspection.Steps.GroupBy(site => site.Loop, ReferenceEqualityComparer.Instance))
        {
            ImmutableArray<StepSite> siblings = [.. container];
            for (var index = 0; index < siblings.Length; index++)
            {
                _ways[siblings[index]] = Ways(siblings[index], index + 1 < siblings.Length ? siblings[index + 1] : null);
            }
        }
    }

    public StepWays Of(StepSite site) => _ways[site];

    /// <summary>Whether some way leads from the one to the other, both steps of one container.</summary>
    public bool Leads(StepSite from, StepSite to)
    {
        if (!_after.TryGetValue(from, out var after))
        {
            _after[from] = after = new(ReferenceEqualityComparer.Instance);
            Spread(_ways[from].Targets, after);
        }

        return after.Contains(to);
    }

    /// <summary>The steps that an execution can come to.</summary>
    public HashSet<StepSite> Reached()
    {
        var reached = new HashSet<StepSite>(ReferenceEqualityComparer.Instance);
        Spread(_inspection.Steps.Take(1), reached);
        foreach (var inner in _inspection.Steps.Where(site => site.Loop is not null).GroupBy(site => site.Loop, ReferenceEqualityComparer.Instance))
        {
            // Loops come before their steps, so the outer ones are done.
            if (reached.Contains((StepSite)inner.Key!))
            {
                Spread(inner.Take(1), reached);
            }
        }

        return reached;
    }

    private void Spread(IEnumerable<StepSite> first, HashSet<StepSite> reached)
    {
        var waiting = new Stack<StepSite>(first);
        while (waiting.TryPop(out var site))
        {
            if (reached.Add(site))
            {
                foreach (var target in _ways[site].Targets)
                {
                    waiting.Push(target);
                }
            }
        }
    }

    private StepWays Ways(StepSite site, StepSite? below)
    {
        var choices = site.Step.Action == "aws:branch" ? Choices(site) : [];
        var isDecided = choices.Length > 0 && site.Input("Default") is not null;
        var goesOn = !isDecided && !site.Step.IsEnd;
        StepSite?[] onwards = goesOn ? [site.Step.NextStep is { } next ? Known(next) : below, .. choices] : [.. choices];
        var (failures, cancels) = Escapes(site);

        // A way to a step that there is none of is a mistake of its own, and a way out until that is put right.
        var ends = (!isDecided && site.Step.IsEnd) || onwards.Contains(null)
            || (site.Step.OnFailure.Step is { } rescue && !IsBeside(Known(rescue), site));
        return new([.. onwards.Concat(failures).OfType<StepSite>().Distinct()], [.. cancels.OfType<StepSite>()], ends);
    }

    private ImmutableArray<StepSite?> Choices(StepSite site)
    {
        var targets = (site.Input("Choices") as TemplateNode.List)?.Items.OfType<TemplateNode.Map>().Select(choice => choice["NextStep"]?.Text) ?? [];
        return [.. targets.Append(site.Input("Default")?.Text).OfType<string>().Select(Known)];
    }

    /// <summary>Where failing and being cancelled lead; what leads out of a loop is a way of the loop.</summary>
    private (IEnumerable<StepSite?> Failures, IEnumerable<StepSite?> Cancels) Escapes(StepSite site)
    {
        var within = site.Step.Steps.IsEmpty ? [] : _inspection.Steps.Where(inner => ReferenceEquals(inner.Loop, site)).ToList();
        StepSite[] all = [site, .. within];
        return (
            all.Select(one => one.Step.OnFailure.Step).OfType<string>().Select(Known).Where(target => IsBeside(target, site)),
            all.Select(one => one.Step.OnCancel.Step).OfType<string>().Select(Known).Where(target => IsBeside(target, site)));
    }

    private static bool IsBeside(StepSite? target, StepSite site) => target is not null && ReferenceEquals(target.Loop, site.Loop);

    private StepSite? Known(string name) => _inspection.Step(name);
}

/// <summary>The ways out of one step.</summary>
/// <param name="Onwards">After a success, and after a failure that leads to a step.</param>
/// <param name="Cancels">After a cancel.</param>
/// <param name="Ends">Whether the execution, or the loop's iteration, may end with it.</param>
internal sealed record StepWays(ImmutableArray<StepSite> Onwards, ImmutableArray<StepSite> Cancels, bool Ends)
{
    public IEnumerable<StepSite> Targets => Onwards.Concat(Cancels);
}
