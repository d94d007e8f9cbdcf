using System.Runtime.InteropServices;
using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Rules.Matching;

/// <summary>
/// Decides matches whose fields lie in array elements: there must be a choice of one accepted leaf a field such that no two
/// leaves lie in different elements of one array. A field that may be missing may also be chosen as missing, when every leaf
/// of it is in conflict with what the fields before it, in the order of their paths, have chosen.
/// </summary>
/// <remarks>
/// A choice is kept only as far as a later field can be in conflict with it, so that there are no more choices than elements,
/// and the work is about that of sorting them. Only where one path leads into several arrays, by a key that occurs twice, can
/// choices multiply; that is bounded.
/// </remarks>
internal sealed class ElementJoin
{
    /// <summary>Choices beyond the number of elements that are followed up.</summary>
    private const int MaxExtraChoices = 10_000;

    /// <summary>Ways to go on from the choices to one field's elements, beyond the number of elements, that are tried.</summary>
    public const int MaxExtraTries = 100_000;

    private readonly List<RuleField> _fields = [];
    private readonly List<int> _all = [];
    private readonly List<int> _accepted = [];
    private readonly List<int> _choice = [];
    private readonly List<ElementTree.Span> _rivals = [];
    private int[] _lastUse = [];
    private int _tries;
    private ElementChoices _choices = new();
    private ElementChoices _next = new();

    /// <exception cref="EventSyntaxException">Keys that occur twice make too many choices.</exception>
    public bool Matches(RuleBranch branch, EventScan scan, ReadOnlySpan<byte> utf8)
    {
        OrderFields(branch);
        FindLastUses(scan);
        _choices.Clear();
        _choices.Add([]);
        for (var position = 0; position < _fields.Count && _choices.Count > 0; position++)
        {
            var field = _fields[position];
            FindElements(field, scan, utf8);
            _next.Clear();
            _tries = 0;
            for (var choice = 0; choice < _choices.Count; choice++)
            {
                Extend(_choices[choice], field.Tests.AllowsAbsence, position, scan.Elements);
            }

            (_choices, _next) = (_next, _choices);
        }

        return _choices.Count > 0;
    }

    /// <summary>Keeps no rule alive.</summary>
    public void Forget() => _fields.Clear();

    /// <summary>What a join ends with that would take too long.</summary>
    public static EventSyntaxException TooMany() => new("Event has too many array elements under keys that occur more than once");

    private void OrderFields(RuleBranch branch)
    {
        _fields.Clear();
        _fields.AddRange(branch.Fields);
        _fields.Sort(static (one, other) => string.CompareOrdinal(one.Tests.Path, other.Tests.Path));
    }

    /// <summary>Finds for each array the last field that has a leaf within it.</summary>
    private void FindLastUses(EventScan scan)
    {
        if (_lastUse.Length < scan.Elements.ArrayCount)
        {
            _lastUse = new int[scan.Elements.ArrayCount * 2];
        }

        _lastUse.AsSpan(0, scan.Elements.ArrayCount).Fill(-1);
        for (var position = _fields.Count - 1; position >= 0; position--)
        {
            for (var leaf = scan.FirstOf(_fields[position].Number); leaf >= 0; leaf = scan[leaf].Next)
            {
                // An array that has its use gave it to those around it.
                for (var element = scan[leaf].Element;
                    element != ElementTree.None && _lastUse[scan.Elements.ArrayOf(element)] < 0;
                    element = scan.Elements.ParentOf(element))
                {
                    _lastUse[scan.Elements.ArrayOf(element)] = position;
                }
            }
        }
    }

    /// <summary>Finds the elements of the field's leaves and of those that it accepts, each once and in order.</summary>
    private void FindElements(RuleField field, EventScan scan, ReadOnlySpan<byte> utf8)
    {
        _all.Clear();
        _accepted.Clear();
        for (var leaf = scan.FirstOf(field.Number); leaf >= 0; leaf = scan[leaf].Next)
        {
            _all.Add(scan[leaf].Element);
            if (field.Tests.Accept(scan.ValueOf(leaf, utf8)))
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

    private void Extend(ReadOnlySpan<int> choice, bool allowsAbsence, int position, ElementTree elements)
    {
        FindRivals(choice, elements);
        var rival = 0;
        for (var at = NextFree(_accepted, 0, ref rival); at < _accepted.Count; at = NextFree(_accepted, at + 1, ref rival))
        {
            Choose(choice, _accepted[at], position, elements);
        }

        rival = 0;
        if (allowsAbsence && NextFree(_all, 0, ref rival) == _all.Count)
        {
            Choose(choice, ElementTree.None, position, elements);
        }

        if (_next.Count > elements.Count + MaxExtraChoices)
        {
            throw TooMany();
        }
    }

    private void FindRivals(ReadOnlySpan<int> choice, ElementTree elements)
    {
        _rivals.Clear();
        foreach (var chosen in choice)
        {
            elements.AddRivals(chosen, _rivals);
        }

        _rivals.Sort(static (one, other) => one.First.CompareTo(other.First));
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

    /// <summary>Notes the choice with one more element, as far as later fields can be in conflict with it.</summary>
    private void Choose(ReadOnlySpan<int> choice, int element, int position, ElementTree elements)
    {
        // Many choices can come down to few.
        if (++_tries > (2 * elements.Count) + MaxExtraTries)
        {
            throw TooMany();
        }

        _choice.Clear();
        Keep(element, position, elements);
        foreach (var chosen in choice)
        {
            Keep(chosen, position, elements);
        }

        _choice.Sort();
        var kept = 0;
        for (var at = 0; at < _choice.Count; at++)
        {
            // What lies around another, or is the same, goes without saying: it stands right before it.
            if (at + 1 == _choice.Count || !elements.IsWithin(_choice[at + 1], _choice[at]))
            {
                _choice[kept++] = _choice[at];
            }
        }

        _next.Add(CollectionsMarshal.AsSpan(_choice)[..kept]);
    }

    private void Keep(int element, int position, ElementTree elements)
    {
        while (element != ElementTree.None && _lastUse[elements.ArrayOf(element)] <= position)
        {
            element = elements.ParentOf(element);
        }

        if (element != ElementTree.None)
        {
            _choice.Add(element);
        }
    }
}
