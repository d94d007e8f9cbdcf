using System.Collections;

namespace Quell.Engine.Policies;

/// <summary>
/// The condition keys that are known of a request, <c>aws:SourceArn</c>; their names ignore case (IAM User Guide, "AWS global
/// condition context keys"). Filled by whoever asks, only read from then on. A key without values is not known.
/// </summary>
/// <param name="inherited">What is known beside; its keys count where this has none of the name. Null for nothing.</param>
internal sealed class PolicyContext(PolicyContext? inherited = null) : IEnumerable<KeyValuePair<string, string[]>>
{
    private readonly List<KeyValuePair<string, string[]>> _keys = [];

    public void Add(string key, params string[] values)
    {
        if (values.Length > 0)
        {
            _keys.Add(new(key, values));
        }
    }

    /// <summary>Adds a key that may not be known.</summary>
    public void AddIfKnown(string key, string? value)
    {
        if (value is not null)
        {
            Add(key, value);
        }
    }

    /// <summary>The key's values; none where it is not known.</summary>
    public ReadOnlySpan<string> Values(string key)
    {
        foreach (var (name, values) in _keys)
        {
            if (name.Length == key.Length && string.Equals(name, key, StringComparison.OrdinalIgnoreCase))
            {
                return values;
            }
        }

        return inherited is null ? [] : inherited.Values(key);
    }

    /// <summary>The value of a key that has one; null where it is not known or has several.</summary>
    public string? Single(string key) => Values(key) is [var value] ? value : null;

    public IEnumerator<KeyValuePair<string, string[]>> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _keys.GetEnumerator();
}
