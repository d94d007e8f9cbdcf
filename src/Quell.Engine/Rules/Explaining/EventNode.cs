namespace Quell.Engine.Rules.Explaining;

/// <summary>
/// A name in the event and all that stands there, every occurrence of it together; a dot within a name counts as a joint, as it does for
/// the matcher.
/// </summary>
internal sealed class EventNode(EventNode? parent, string name)
{
    private readonly Dictionary<string, EventNode> _children = new(StringComparer.Ordinal);
    private readonly List<EventLeaf> _leaves = [];
    private Dictionary<string, string>? _namesByLetters;

    /// <summary>The values at this name, those in arrays too.</summary>
    public IReadOnlyList<EventLeaf> Leaves => _leaves;

    /// <summary>Names right below, in the order of their first occurrence.</summary>
    public IReadOnlyCollection<string> Names => _children.Keys;

    public bool HasObject { get; private set; }

    /// <summary>Whether an array is here, empty or with nothing but arrays and objects.</summary>
    public bool HasArray { get; private set; }

    /// <summary>The names on the way here, joined with dots; empty for the event itself.</summary>
    public string Path => parent is null ? "" : string.Join('.', WayHere().Reverse());

    public EventNode? Child(string childName) => _children.GetValueOrDefault(childName);

    /// <summary>The first name right below that differs from this one in case and punctuation at most; null where none is like it.</summary>
    public string? NameLike(string other)
    {
        if (_namesByLetters is null)
        {
            _namesByLetters = new(StringComparer.Ordinal);
            foreach (var child in Names)
            {
                _namesByLetters.TryAdd(Letters(child), child);
            }
        }

        return Letters(other) is { Length: > 0 } letters ? _namesByLetters.GetValueOrDefault(letters) : null;
    }

    /// <summary>The last node on the way that the event has, and how many names of the way lead to it.</summary>
    public (EventNode Node, int Depth) Follow(ReadOnlySpan<string> way)
    {
        var node = this;
        for (var depth = 0; depth < way.Length; depth++)
        {
            if (node.Child(way[depth]) is not { } child)
            {
                return (node, depth);
            }

            node = child;
        }

        return (node, way.Length);
    }

    public EventNode Grow(string memberName)
    {
        var node = this;
        foreach (var part in memberName.Split('.'))
        {
            if (!node._children.TryGetValue(part, out var child))
            {
                child = new EventNode(node, part);
                node._children.Add(part, child);
            }

            node = child;
        }

        return node;
    }

    public void Add(EventLeaf leaf) => _leaves.Add(leaf);

    public void AddObject() => HasObject = true;

    public void AddArray() => HasArray = true;

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private IEnumerable<string> WayHere()
    {
        for (var (node, above) = (this, parent); above is not null; (node, above) = (above, above.Above))
        {
            yield return node.Name;
        }
    }

    private string Name => name;

    private EventNode? Above => parent;
}
