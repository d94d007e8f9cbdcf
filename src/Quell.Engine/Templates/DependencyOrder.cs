namespace Quell.Engine.Templates;

/// <summary>
/// Names in the order of what they depend on (Kahn 1962, by levels). Within a level names keep the order they were given in,
/// so that the same template always gives the same order.
/// </summary>
/// <param name="Levels">Each name depends only on names of earlier levels; the names of one level can be worked on at once.</param>
/// <param name="Circle">Names that depend on each other in a circle, and those that wait for them; empty when all is well.</param>
internal sealed record DependencyOrder(IReadOnlyList<IReadOnlyList<string>> Levels, IReadOnlyList<string> Circle)
{
    public IEnumerable<string> Creation => Levels.SelectMany(level => level);

    /// <summary>Dependents before what they depend on.</summary>
    public IEnumerable<string> Deletion => Creation.Reverse();

    public static DependencyOrder Of(IReadOnlyList<string> names, IReadOnlyDictionary<string, HashSet<string>> dependencies)
    {
        var left = names.ToList();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var levels = new List<IReadOnlyList<string>>();
        while (left.Count > 0)
        {
            var level = left.Where(name => dependencies[name].IsSubsetOf(done)).ToList();
            if (level.Count == 0)
            {
                return new(levels, Innermost(left, dependencies));
            }

            levels.Add(level);
            done.UnionWith(level);
            left.RemoveAll(level.Contains);
        }

        return new(levels, []);
    }

    /// <summary>Of what is stuck, those that something else which is stuck depends on, over and over: the circles themselves.</summary>
    private static List<string> Innermost(List<string> stuck, IReadOnlyDictionary<string, HashSet<string>> dependencies)
    {
        while (true)
        {
            var needed = stuck.Where(name => stuck.Exists(other => dependencies[other].Contains(name))).ToList();
            if (needed.Count == stuck.Count)
            {
                return needed;
            }

            stuck = needed;
        }
    }
}
