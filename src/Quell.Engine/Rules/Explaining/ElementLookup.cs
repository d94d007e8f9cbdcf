namespace Quell.Engine.Rules.Explaining;

/// <summary>Array elements as a tree, so that those which agree with a choice are found without a look at the others.</summary>
internal sealed class ElementLookup
{
    private readonly Place _outside = new();

    /// <param name="elements">Elements of leaves; null is outside of all arrays.</param>
    public ElementLookup(IEnumerable<ArrayElement?> elements)
    {
        foreach (var element in elements)
        {
            var place = _outside;
            foreach (var around in element?.WithParents.Reverse() ?? [])
            {
                place = place.Grow(around);
            }

            place.Ends = true;
            place.Element = element;
        }
    }

    /// <summary>Those in no other element of an array than the chosen one, each once. Null stands for outside of all.</summary>
    /// <param name="chosen">The chosen elements' places by their arrays' numbers.</param>
    public IEnumerable<ArrayElement?> Agreeing(IReadOnlyDictionary<int, int> chosen)
    {
        var open = new Stack<Place>([_outside]);
        while (open.TryPop(out var place))
        {
            if (place.Ends)
            {
                yield return place.Element;
            }

            foreach (var (array, elements) in place.Arrays)
            {
                if (!chosen.TryGetValue(array, out var number))
                {
                    foreach (var inner in elements.Values)
                    {
                        open.Push(inner);
                    }
                }
                else if (elements.TryGetValue(number, out var only))
                {
                    open.Push(only);
                }
            }
        }
    }

    private sealed class Place
    {
        public bool Ends { get; set; }

        public ArrayElement? Element { get; set; }

        public Dictionary<int, Dictionary<int, Place>> Arrays { get; } = [];

        public Place Grow(ArrayElement element)
        {
            if (!Arrays.TryGetValue(element.Array, out var elements))
            {
                Arrays.Add(element.Array, elements = []);
            }

            if (!elements.TryGetValue(element.Number, out var place))
            {
                elements.Add(element.Number, place = new Place());
            }

            return place;
        }
    }
}
