using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// The values that an execution's records have, numbered in the order of their first appearance. Writer and reader number alike,
/// so that a number means the same value to both. For one thread.
/// </summary>
internal sealed class KnownValues
{
    private readonly List<JsonValue> _values = [];

    /// <summary>Made when there are more values than are quickly looked through.</summary>
    private Dictionary<JsonValue, int>? _numbers;

    private const int QuicklySearched = 8;

    public JsonValue this[int number] => _values[number];

    /// <summary>The value's number; null where it is not known, or small enough to be written again.</summary>
    public int? Find(JsonValue value)
    {
        if (!IsNumbered(value))
        {
            return null;
        }

        if (_numbers is not null)
        {
            return _numbers.TryGetValue(value, out var number) ? number : null;
        }

        // What was written last is what comes again.
        for (var number = _values.Count - 1; number >= 0; number--)
        {
            if (ReferenceEquals(_values[number], value))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Numbers a value that has just been written or read, unless it is small.</summary>
    public void Add(JsonValue value)
    {
        if (!IsNumbered(value))
        {
            return;
        }

        _values.Add(value);
        if (_numbers is not null)
        {
            _numbers[value] = _values.Count - 1;
        }
        else if (_values.Count > QuicklySearched)
        {
            _numbers = new(ReferenceEqualityComparer.Instance);
            for (var number = 0; number < _values.Count; number++)
            {
                _numbers[_values[number]] = number;
            }
        }
    }

    private static bool IsNumbered(JsonValue value) => value.Size > RecordWriter.InlineSize;
}
