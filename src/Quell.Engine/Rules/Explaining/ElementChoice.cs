using Quell.Engine.Rules.Matching;

namespace Quell.Engine.Rules.Explaining;

/// <summary>
/// One leaf, or absence, chosen for each field up to some field, such that no two lie in different elements of one array
/// (event-ruler's README, "JSON Array Matching"). A field that may be missing counts as missing, too, where every leaf of it is at odds
/// with what the fields before it have chosen.
/// </summary>
internal sealed class ElementChoice
{
    private static readonly ElementChoice None = new(null, null, false, new Dictionary<int, int>());

    private readonly ElementChoice? _before;
    private readonly ArrayElement? _element;
    private readonly bool _isAbsent;
    private readonly IReadOnlyDictionary<int, int> _chosen;

    private ElementChoice(ElementChoice? before, ArrayElement? element, bool isAbsent, IReadOnlyDictionary<int, int> chosen) =>
        (_before, _element, _isAbsent, _chosen) = (before, element, isAbsent, chosen);

    /// <summary>A choice for all the fields; null where there is none.</summary>
    /// <param name="fields">In the ordinal order of their paths.</param>
    /// <exception cref="EventSyntaxException">Keys that occur twice make too many choices.</exception>
    public static ElementChoice? Find(IReadOnlyList<FieldTrial> fields)
    {
        if (fields.Any(field => field.Accepted.Count == 0 && !field.Tests.AllowsAbsence))
        {
            return null;
        }

        var lastUses = LastUses(fields);
        List<ElementChoice> choices = [None];
        for (var field = 0; field < fields.Count && choices.Count > 0; field++)
        {
            var at = field;
            choices = Extend(choices, fields[at], array => lastUses.GetValueOrDefault(array, -1) > at);
        }

        return choices.FirstOrDefault();
    }

    private static List<ElementChoice> Extend(List<ElementChoice> choices, FieldTrial field, Func<int, bool> isOfUse)
    {
        var most = choices.Count + (2 * field.Leaves.Count) + ElementJoin.MaxExtraTries;
        List<ElementChoice> extended = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var next in choices.SelectMany(choice => choice.Extend(field, isOfUse)))
        {
            if (--most < 0)
            {
                throw ElementJoin.TooMany();
            }

            if (keys.Add(next.Key))
            {
                extended.Add(next);
            }
        }

        return extended;
    }

    /// <summary>The leaves that were chosen, a list for each field.</summary>
    public IReadOnlyList<IReadOnlyList<EventLeaf>> LeavesOf(IReadOnlyList<FieldTrial> fields)
    {
        var leaves = new IReadOnlyList<EventLeaf>[fields.Count];
        var choice = this;
        for (var field = fields.Count - 1; field >= 0 && choice is not null; field--, choice = choice._before)
        {
            var element = choice._element;
            leaves[field] = choice._isAbsent ? [] : [.. fields[field].Accepted.Where(leaf => leaf.Element == element)];
        }

        return leaves;
    }

    private string Key => string.Join(';', _chosen.OrderBy(one => one.Key).Select(one => $"{one.Key}:{one.Value}"));

    // What is chosen in an array that no later field lies in binds nobody: forgetting it keeps the choices few.
    private static Dictionary<int, int> LastUses(IReadOnlyList<FieldTrial> fields)
    {
        var uses = new Dictionary<int, int>();
        for (var field = 0; field < fields.Count; field++)
        {
            foreach (var around in fields[field].Leaves.Select(leaf => leaf.Element).Distinct().SelectMany(element => element?.WithParents ?? []))
            {
                uses[around.Array] = field;
            }
        }

        return uses;
    }

    private IEnumerable<ElementChoice> Extend(FieldTrial field, Func<int, bool> isOfUse)
    {
        foreach (var element in field.AcceptedElements.Agreeing(_chosen))
        {
            var chosen = _chosen.Where(one => isOfUse(one.Key)).ToDictionary();
            foreach (var around in (element?.WithParents ?? []).Where(around => isOfUse(around.Array)))
            {
                chosen[around.Array] = around.Number;
            }

            yield return new(this, element, false, chosen);
        }

        if (field.Tests.AllowsAbsence && !field.All.Agreeing(_chosen).Any())
        {
            yield return new(this, null, true, _chosen.Where(one => isOfUse(one.Key)).ToDictionary());
        }
    }
}
