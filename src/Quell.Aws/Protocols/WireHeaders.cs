using System.Collections;

namespace Quell.Aws.Protocols;

/// <summary>HTTP header fields in the order they came; names compare without regard to case, one name may come several times.</summary>
internal sealed class WireHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    public WireHeaders()
    {
    }

    public WireHeaders(IEnumerable<KeyValuePair<string, string>> fields) => _fields.AddRange(fields);

    public int Count => _fields.Count;

    /// <summary>The first value under the name, or null. Setting replaces every value; setting null removes the name.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (field, value) in _fields)
            {
                if (IsSame(field, name))
                {
                    return value;
                }
            }

            return null;
        }

        set
        {
            _fields.RemoveAll(field => IsSame(field.Key, name));
            if (value is not null)
            {
                Add(name, value);
            }
        }
    }

    public void Add(string name, string value) => _fields.Add(new(name, value));

    public bool Has(string name) => this[name] is not null;

    /// <summary>Every value under the name, in order.</summary>
    public IEnumerable<string> All(string name) => _fields.Where(field => IsSame(field.Key, name)).Select(field => field.Value);

    public List<KeyValuePair<string, string>>.Enumerator GetEnumerator() => _fields.GetEnumerator();

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _fields.GetEnumerator();

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
