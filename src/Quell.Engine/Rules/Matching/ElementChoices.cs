namespace Quell.Engine.Rules.Matching;

/// <summary>Choices of array elements, each once; a choice is elements in rising order. Used again and again without allocating.</summary>
internal sealed class ElementChoices : IEqualityComparer<int>
{
    private readonly List<(int Start, int Length)> _choices = [];
    private readonly HashSet<int> _distinct;
    private int[] _elements = new int[64];
    private int _used;

    public ElementChoices() => _distinct = new HashSet<int>(this);

    public int Count => _choices.Count;

    public ReadOnlySpan<int> this[int choice] => _elements.AsSpan(_choices[choice].Start, _choices[choice].Length);

    public void Clear()
    {
        _distinct.Clear();
        _choices.Clear();
        _used = 0;
    }

    public void Add(ReadOnlySpan<int> choice)
    {
        if (_elements.Length - _used < choice.Length)
        {
            Array.Resize(ref _elements, (_elements.Length * 2) + choice.Length);
        }

        choice.CopyTo(_elements.AsSpan(_used));
        _choices.Add((_used, choice.Length));
        if (_distinct.Add(_choices.Count - 1))
        {
            _used += choice.Length;
        }
        else
        {
            _choices.RemoveAt(_choices.Count - 1);
        }
    }

    public bool Equals(int x, int y) => this[x].SequenceEqual(this[y]);

    public int GetHashCode(int obj)
    {
        var hash = new HashCode();
        foreach (var element in this[obj])
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }
}
