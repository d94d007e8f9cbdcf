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

    private Element[] _elements = new Element[64];
    private Span[] _arrays = new Span[16];
    private int _elementCount;
    private int _arrayCount;

    public void Clear()
    {
        (_elementCount, _arrayCount) = (0, 0);
    }

    public int EnterArray()
    {
        if (_arrayCount == _arrays.Length)
        {
            Array.Resize(ref _arrays, _arrays.Length * 2);
        }

        _arrays[_arrayCount] = new Span(_elementCount, _elementCount - 1);
        return _arrayCount++;
    }

    public void LeaveArray(int array) => _arrays[array].Last = _elementCount - 1;

    public int EnterElement(int parent, int array)
    {
        if (_elementCount == _elements.Length)
        {
            Array.Resize(ref _elements, _elements.Length * 2);
        }

        _elements[_elementCount] = new Element(parent, array, _elementCount);
        return _elementCount++;
    }

    public void LeaveElement(int element) => _elements[element].Last = _elementCount - 1;

    /// <summary>For how many elements or arrays there is room.</summary>
    public int Capacity => Math.Max(_elements.Length, _arrays.Length);

    public int ArrayCount => _arrayCount;

    public int Count => _elementCount;

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
    internal record struct Span(int First, int Last);

    private record struct Element(int Parent, int Array, int Last);
}
