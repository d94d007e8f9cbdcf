using System.Runtime.InteropServices;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules;

/// <summary>
/// Decides matches whose fields lie in array elements: there must be a choice of one accepted leaf a field such that no two
/// leaves lie in different elements of one array. A field that may be missing may also be chosen as missing, when every leaf
/// of it is in conflict with what the fields before it have chosen.
/// </summary>
internal sealed class ElementJoin
{
    private readonly HashSet<int> _laterArrays = [];
    private readonly List<int> _all = [];
    private readonly List<int> _accepted = [];
    private readonly List<ElementTree.Span> _rivals = [];
    private HashSet<int[]> _choices = new(ElementsComparer.Instance);
    private HashSet<int[]> _next = new(ElementsComparer.Instance);

    public bool Matches(RuleBranch branch, EventScan scan, ReadOnlySpan<byte> utf8)
    {
        _choices.Clear();
        _choices.Add([]);
        for (var position = 0; position < branch.Fields.Length && _choices.Count > 0; position++)
        {
            var (field, tests) = branch.Fields[position];
            FindElements(field, tests, scan, utf8);
            FindLaterArrays(branch, position + 1, scan);
            _next.Clear();
            foreach (var choice in _choices)
            {
                Extend(choice, tests, scan.Elements);
            }

            (_choices, _next) = (_next, _choices);
        }

        return _choices.Count > 0;
    }

    /// <summary>Finds the elements of the field's leaves and of those that it accepts, each once and in order.</summary>
    private void FindElements(int field, FieldTests tests, EventScan scan, ReadOnlySpan<byte> utf8)
    {
        _all.Clear();
        _accepted.Clear();
        for (var leaf = scan.FirstOf(field); leaf >= 0; leaf = scan[leaf].Next)
        {
            _all.Add(scan[leaf].Element);
            if (tests.Accept(scan.ValueOf(leaf, utf8)))
            {
                _accepted.Add(scan[leaf].Element);
            }
        }

        SortDistinct(_all);
        SortDistinct(_accepted);
    }

    private static void SortDistinct(List<int> elements)
    {
        elements.Sort();
        var kept = 0;
        foreach (var element in CollectionsMarshal.AsSpan(elements))
        {
            if (kept == 0 || elements[kept - 1] != element)
            {
                elements[kept++] = element;
            }
        }

        elements.RemoveRange(kept, elements.Count - kept);
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

    private void Extend(int[] choice, FieldTests tests, ElementTree elements)
    {
        FindRivals(choice, elements);
        var rival = 0;
        for (var at = NextFree(_accepted, 0, ref rival); at < _accepted.Count; at = NextFree(_accepted, at + 1, ref rival))
        {
            _next.Add(StillOfUse(With(choice, _accepted[at], elements), elements));
        }

        rival = 0;
        if (tests.AllowsAbsence && NextFree(_all, 0, ref rival) == _all.Count)
        {
            _next.Add(StillOfUse(choice, elements));
        }
    }

    private void FindRivals(int[] choice, ElementTree elements)
    {
        _rivals.Clear();
        foreach (var chosen in choice)
        {
            elements.AddRivals(chosen, _rivals);
        }

        _rivals.Sort((one, other) => one.First.CompareTo(other.First));
    }

    /// <summary>The first place from here on whose element is no rival; the end of the list where there is none.</summary>
    private int NextFree(List<int> sorted, int from, ref int rival)
    {
        while (from < sorted.Count)
        {
            while (rival < _rivals.Count && _rivals[rival].Last < sorted[from])
            {
                rival++;
            }

            if (rival == _rivals.Count || _rivals[rival].First > sorted[from])
            {
                return from;
            }

            var past = sorted.BinarySearch(from, sorted.Count - from, _rivals[rival].Last + 1, null);
            from = past < 0 ? ~past : past;
        }

        return sorted.Count;
    }

    private static int[] With(int[] choice, int element, ElementTree elements)
    {
        if (element == ElementTree.None || Array.Exists(choice, chosen => elements.IsWithin(chosen, element)))
        {
            return choice;
        }

        int[] extended = [.. choice.Where(chosen => !elements.IsWithin(element, chosen)), element];
        Array.Sort(extended);
        return extended;
    }

    private int[] StillOfUse(int[] choice, ElementTree elements) =>
        Array.TrueForAll(choice, element => _laterArrays.Contains(elements.TopArrayOf(element)))
            ? choice
            : Array.FindAll(choice, element => _laterArrays.Contains(elements.TopArrayOf(element)));

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
