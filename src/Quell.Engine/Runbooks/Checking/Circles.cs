namespace Quell.Engine.Runbooks.Checking;

/// <summary>Finds steps that lead to each other in a circle which nothing leads out of.</summary>
internal static class Circles
{
    /// <returns>Each circle's steps in the order of the text.</returns>
    public static IEnumerable<List<StepSite>> Endless(Inspection inspection, HashSet<StepSite> reached)
    {
        var told = new HashSet<StepSite>(ReferenceEqualityComparer.Instance);
        foreach (var site in inspection.Steps.Where(reached.Contains))
        {
            if (!told.Contains(site) && Closed(inspection, site) is { } circle)
            {
                told.UnionWith(circle);
                yield return circle;
            }
        }
    }

    /// <summary>
    /// All that a step leads to, if it leads to itself and nothing of it ends. What merely leads into an endless circle is no part of
    /// one, so the first step of the text that is told belongs to the circle.
    /// </summary>
    private static List<StepSite>? Closed(Inspection inspection, StepSite start)
    {
        var seen = new HashSet<StepSite>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<StepSite>([start]);
        var isCircle = false;
        while (waiting.TryPop(out var site))
        {
            var ways = inspection.Graph.Of(site);
            if (ways.Ends)
            {
                return null;
            }

            foreach (var target in ways.Onwards)
            {
                isCircle |= ReferenceEquals(target, start);
                if (seen.Add(target))
                {
                    waiting.Push(target);
                }
            }
        }

        return isCircle ? [.. inspection.Steps.Where(seen.Contains)] : null;
    }
}
