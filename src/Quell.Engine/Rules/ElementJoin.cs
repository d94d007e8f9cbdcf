namespace Quell.Engine.Rules;

/// <summary>
/// Decides matches whose fields lie in array elements: there must be a choice of one accepted leaf a field such that no two
/// leaves lie in different elements of one array. A field that may be missing may also be chosen as missing, when every leaf
/// of it is in conflict with what the fields before it have chosen.
/// </summary>
internal sealed class ElementJoin
{
    private readonly HashSet<int> _laterArrays = [];
    private readonly List<int> _accepted = [];
    private HashSet<int[]> _choices = new(ElementsComparer.Instance);
    private HashSet<int[]> _next = new(ElementsComparer.Instance);

    public bool Matches(RuleBranch branch, EventScan scan, ReadOnlySpan<byte> utf8)
    {
        _choices.Clear();
        _choices.Add([]);
        for (var position = 0; position < branch.Fields.Length && _choices.Count > 0; position++)
        {
            var (field, tests) = branch.Fields[position];
            FindAccepted(field, tests, scan, utf8);
            FindLaterArrays(branch, position + 1, scan);
            _next.Clear();
            foreach (var choice in _choices)
            {
                Extend(choice, scan.Elements);
                if (tests.AllowsAbsence && IsMissing(field, choice, scan))
                {
                    _next.Add(StillOfUse(choice, scan.Elements));
                }
            }

            (_choices, _next) = (_next, _choices);
        }

        return _choices.Count > 0;
    }

    private static bool IsMissing(int field, int[] choice, EventScan scan)
    {
        for (var leaf = scan.FirstOf(field); leaf >= 0; leaf = scan[leaf].Next)
        {
            if (AgreesWithAll(scan[leaf].Element, choice, scan.Elements))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AgreesWithAll(int element, int[] choice, ElementTree elements)
    {
        foreach (var chosen in choice)
        {
            if (!elements.Agree(element, chosen))
            {
                return false;
            }
        }

        return true;
    }

    private void FindAccepted(int field, FieldTests tests, EventScan scan, ReadOnlySpan<byte> utf8)
    {
        _accepted.Clear();
        for (var leaf = scan.FirstOf(field); leaf >= 0; leaf = scan[leaf].Next)
        {
            var element = scan[leaf].Element;
            if ((_accepted.Count == 0 || _accepted[^1] != element) && tests.Accept(scan.ValueOf(leaf, utf8)))
            {
                _accepted.Add(element);
            }
        }
    }

    // A choice made in an array that no later field lies in binds nobody: forgetting it keeps the choices few.
    private void FindLaterArrays(RuleBranch branch, int from, EventScan scan)
    {
        _laterArrays.Clear();
        foreach (var (field, _) in branch.Fields.AsSpan(from))
        {
            for (var leaf = scan.FirstOf(field); leaf >= 0; leaf = scan[leaf].Next)
            {
                if (scan[leaf].Element is var element && element != ElementTree.None)
                {
                    _laterArrays.Add(scan.Elements.TopArrayOf(element));
                }
            }
        }
    }

    private void Extend(int[] choice, ElementTree elements)
    {
        foreach (var element in _accepted)
        {
            if (AgreesWithAll(element, choice, elements))
            {
                _next.Add(StillOfUse(element == ElementTree.None ? choice : With(choice, element, elements), elements));
            }
        }
    }

    private static int[] With(int[] choice, int element, ElementTree elements)
    {
        foreach (var chosen in choice)
        {
            if (elements.IsWithin(chosen, element))
            {
                return choice;
            }
        }

        int[] extended = [.. choice.Where(chosen => !elements.IsWithin(element, chosen)), element];
        Array.Sort(extended);
        return extended;
    }

    private int[] StillOfUse(int[] choice, ElementTree elements) =>
        choice.All(element => _laterArrays.Contains(elements.TopArrayOf(element)))
            ? choice
            : [.. choice.Where(element => _laterArrays.Contains(elements.TopArrayOf(element)))];

    private sealed class ElementsComparer : IEqualityComparer<int[]>
    {
        public static readonly ElementsComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            foreach (var element in obj)
            {
                hash.Add(element);
            }

            return hash.ToHashCode();
        }
    }
}
