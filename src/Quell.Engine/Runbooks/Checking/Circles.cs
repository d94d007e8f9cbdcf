namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// Finds steps that lead to each other in a circle which nothing leads out of. AWS refuses these too: "the system verifies that the runbook
/// doesn't create an infinite loop" (Systems Manager User Guide, "Using conditional statements in runbooks").
/// </summary>
internal static class Circles
{
    /// <returns>Each circle's steps in the order of the text.</returns>
    public static IEnumerable<List<StepSite>> Endless(Inspection inspection, HashSet<StepSite> reached)
    {
        var ending = Ending(inspection);
        var told = new HashSet<StepSite>(ReferenceEqualityComparer.Instance);
        foreach (var site in inspection.Steps.Where(site => reached.Contains(site) && !ending.Contains(site)))
        {
            // What merely leads into a circle is no part of it.
            if (!told.Contains(site) && inspection.Graph.Leads(site, site))
            {
                List<StepSite> circle = [.. inspection.Steps.Where(other => ReferenceEquals(other.Loop, site.Loop) && inspection.Graph.Leads(site, other))];
                told.UnionWith(circle);
                yield return circle;
            }
        }
    }

    /// <summary>The steps from which some way leads to an end.</summary>
    private static HashSet<StepSite> Ending(Inspection inspection)
    {
        var before = inspection.Steps.SelectMany(site => inspection.Graph.Of(site).Onwards.Select(target => (Site: site, Target: target)))
            .ToLookup(way => way.Target, way => way.Site, (IEqualityComparer<StepSite>)ReferenceEqualityComparer.Instance);
        var ending = new HashSet<StepSite>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<StepSite>(inspection.Steps.Where(site => inspection.Graph.Of(site).Ends));
        while (waiting.TryPop(out var site))
        {
            if (ending.Add(site))
            {
                foreach (var earlier in before[site])
                {
                    waiting.Push(earlier);
                }
            }
        }

        return ending;
    }
}
