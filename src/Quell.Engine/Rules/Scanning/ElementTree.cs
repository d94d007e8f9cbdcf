namespace Quell.Engine.Rules.Scanning;

/// <summary>
/// The array elements of an event that leaves lie in, numbered as a reader enters them: what lies within an element or an array
/// has the numbers that follow. Two leaves can belong to one match unless they lie in different elements of the same array
/// (event-ruler's README, "JSON Array Matching").
/// </summary>
internal sealed class ElementTree
{
    /// <summary>Outside of all arrays.</summary>
    public const int None = -1;

    private readonly List<Element> _elements = [];
    private readonly List<Span> _arrays = [];

    public void Clear()
    {
        _elements.Clear();
        _arrays.Clear();
    }

    public int EnterArray()
    {
        _arrays.Add(new Span(_elements.Count, _elements.Count - 1));
        return _arrays.Count - 1;
    }

    public void LeaveArray(int array) => _arrays[array] = _arrays[array] with { Last = _elements.Count - 1 };

    public int EnterElement(int parent, int array)
    {
        _elements.Add(new Element(parent, array, _elements.Count));
        return _elements.Count - 1;
    }

    public void LeaveElement(int element) => _elements[element] = _elements[element] with { Last = _elements.Count - 1 };

    public int ArrayCount => _arrays.Count;

    public int Count => _elements.Count;

    /// <summary>The array that an element is an element of.</summary>
    public int ArrayOf(int element) => _elements[element].Array;

    /// <summary>The innermost element around an element's array; <see cref="None"/> where there is none.</summary>
    public int ParentOf(int element) => _elements[element].Parent;

    /// <summary>Whether the element is the other or lies within it.</summary>
    public bool IsWithin(int element, int other) => element >= other && element <= _elements[other].Last;

    /// <summary>
    /// Adds the elements that no match can use which uses this one: those of every array around it that are not around it
    /// themselves.
    /// </summary>
    public void AddRivals(int element, List<Span> rivals)
    {
        for (; element != None; element = _elements[element].Parent)
        {
            var array = _arrays[_elements[element].Array];
            if (array.First < element)
            {
                rivals.Add(array with { Last = element - 1 });
            }

            if (array.Last > _elements[element].Last)
            {
                rivals.Add(array with { First = _elements[element].Last + 1 });
            }
        }
    }

    /// <summary>A run of elements, both ends included.</summary>
    internal readonly record struct Span(int First, int Last);

    private readonly record struct Element(int Parent, int Array, int Last);
}
