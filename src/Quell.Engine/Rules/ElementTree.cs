namespace Quell.Engine.Rules;

/// <summary>
/// The array elements of an event that leaves lie in. Two leaves can belong to one match unless they lie in different elements
/// of the same array (event-ruler's README, "JSON Array Matching").
/// </summary>
internal sealed class ElementTree
{
    /// <summary>Outside of all arrays.</summary>
    public const int None = -1;

    private readonly List<Element> _elements = [];

    public void Clear() => _elements.Clear();

    public int Add(int parent, int array)
    {
        var depth = parent == None ? 1 : _elements[parent].Depth + 1;
        var top = parent == None ? array : _elements[parent].TopArray;
        _elements.Add(new Element(parent, array, depth, top));
        return _elements.Count - 1;
    }

    /// <summary>The outermost array around an element.</summary>
    public int TopArrayOf(int element) => _elements[element].TopArray;

    public bool Agree(int one, int other)
    {
        if (one == None || other == None)
        {
            return true;
        }

        // Climb to the same height, then together until the ways meet: where they part, it must not be at one array.
        while (one != other)
        {
            var left = _elements[one];
            var right = _elements[other];
            if (left.Depth > right.Depth)
            {
                one = left.Parent;
            }
            else if (right.Depth > left.Depth)
            {
                other = right.Parent;
            }
            else if (left.Parent == right.Parent)
            {
                return left.Array != right.Array;
            }
            else
            {
                one = left.Parent;
                other = right.Parent;
            }
        }

        return true;
    }

    /// <summary>Whether the element is the other or lies within it.</summary>
    public bool IsWithin(int element, int other)
    {
        while (element != None && _elements[element].Depth > _elements[other].Depth)
        {
            element = _elements[element].Parent;
        }

        return element == other;
    }

    private readonly record struct Element(int Parent, int Array, int Depth, int TopArray);
}
