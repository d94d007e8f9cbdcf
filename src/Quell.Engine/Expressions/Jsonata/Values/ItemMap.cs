namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>An object made during evaluation; members keep their order. Only who makes it changes it.</summary>
internal sealed class ItemMap
{
    /// <summary>Below this many members a scan is quicker than an index.</summary>
    private const int IndexFrom = 9;

    private readonly List<KeyValuePair<string, Item>> _members = [];
    private Dictionary<string, int>? _index;

    public int Count => _members.Count;

    public IReadOnlyList<KeyValuePair<string, Item>> Members => _members;

    public Item this[string name]
    {
        get
        {
            var position = PositionOf(name);
            return position < 0 ? Item.Undefined : _members[position].Value;
        }

        set
        {
            var position = PositionOf(name);
            if (position >= 0)
            {
                _members[position] = new(name, value);
                return;
            }

            _members.Add(new(name, value));
            if (_members.Count >= IndexFrom)
            {
                Index()[name] = _members.Count - 1;
            }
        }
    }

    public bool Has(string name) => PositionOf(name) >= 0;

    public void Remove(string name)
    {
        var position = PositionOf(name);
        if (position >= 0)
        {
            _members.RemoveAt(position);
            _index = null;
        }
    }

    private int PositionOf(string name)
    {
        if (_members.Count >= IndexFrom)
        {
            return Index().TryGetValue(name, out var found) ? found : -1;
        }

        for (var position = 0; position < _members.Count; position++)
        {
            if (_members[position].Key == name)
            {
                return position;
            }
        }

        return -1;
    }

    private Dictionary<string, int> Index()
    {
        if (_index is null)
        {
            _index = new(_members.Count, StringComparer.Ordinal);
            for (var position = 0; position < _members.Count; position++)
            {
                _index[_members[position].Key] = position;
            }
        }

        return _index;
    }
}
