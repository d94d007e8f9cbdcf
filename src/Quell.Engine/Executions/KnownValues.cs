using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// The values that an execution's records have, numbered in the order of their first appearance. Writer and reader number alike,
/// so that a number means the same value to both. For one thread.
/// </summary>
internal sealed class KnownValues
{
    private readonly Dictionary<JsonValue, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<JsonValue> _values = [];

    /// <summary>The value's number; null where it is not known, or small enough to be written again.</summary>
    public int? Find(JsonValue value) => _numbers.TryGetValue(value, out var number) ? number : null;

    public JsonValue this[int number] => _values[number];

    /// <summary>Numbers a value that has just been written or read, unless it is small.</summary>
    public void Add(JsonValue value)
    {
        if (value.Size > RecordWriter.InlineSize)
        {
            _numbers[value] = _values.Count;
            _values.Add(value);
        }
    }
}
