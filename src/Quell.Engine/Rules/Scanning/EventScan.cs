using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Scanning;

/// <summary>
/// The leaves of one event that some field tree asks about, gathered in one pass over its bytes. Made to be used again and
/// again by one thread; holds no reference to an event.
/// </summary>
internal sealed class EventScan
{
    /// <summary>Levels of nesting that PutEvents processes (API reference, PutEvents), and the envelope's own.</summary>
    public const int MaxDepth = 1102;

    /// <summary>More memory than ordinary events need, in bytes of a text.</summary>
    public const int MostBytes = 1 << 20;

    private const int MostLeaves = 1 << 16;

    private Leaf[] _leaves = new Leaf[64];
    private int _leafCount;
    private FieldState[] _fields = [];
    private int[] _present = [];
    private int _presentCount;
    private int _turn;
    private byte[][] _endings = [];
    private int _fieldCount;
    private bool _isAtEnd;
    private byte[] _unescaped = new byte[256];
    private int _unescapedLength;

    /// <summary>The array elements that leaves lie in.</summary>
    public ElementTree Elements { get; } = new();

    /// <summary>Whether an event has taken more memory than should be kept.</summary>
    public bool IsOversized => _leaves.Length > MostLeaves || _unescaped.Length > MostBytes || Elements.Capacity > MostLeaves;

    /// <summary>How many fields have a leaf in an array element.</summary>
    public int FieldsInArrays { get; private set; }

    /// <summary>The fields that have a leaf, in the order of their first.</summary>
    public ReadOnlySpan<int> Present => _present.AsSpan(0, _presentCount);

    /// <summary>The first leaf of a field, to go on from with <see cref="Leaf.Next"/>; -1 where the event has none.</summary>
    public int FirstOf(int field) => _fields[field] is var state && state.Turn == _turn ? state.First : -1;

    /// <summary>Whether any leaf of the field lies in an array element.</summary>
    public bool IsInArray(int field) => _fields[field] is { IsInArray: true } state && state.Turn == _turn;

    public ref readonly Leaf this[int leaf] => ref _leaves[leaf];

    /// <summary>A leaf's value; <paramref name="utf8"/> is the event that was scanned.</summary>
    public EventValue ValueOf(int leaf, ReadOnlySpan<byte> utf8)
    {
        ref readonly var found = ref _leaves[leaf];
        var source = found.IsUnescaped ? _unescaped.AsSpan(0, _unescapedLength) : utf8;
        return new EventValue(found.Kind, source.Slice(found.Start, found.Length));
    }

    /// <summary>
    /// Gathers the leaves of an event that is known to be a well-formed JSON object. Of anything else it makes leaves that mean
    /// nothing, or says that it is malformed.
    /// </summary>
    /// <param name="utf8">The event.</param>
    /// <param name="fields">What to look for.</param>
    /// <exception cref="EventSyntaxException">The bytes are found not to be a JSON object.</exception>
    public void Read(ReadOnlySpan<byte> utf8, FieldSet fields)
    {
        Clear(fields.Limit);
        (_fieldCount, _endings) = (fields.Endings.Length == 0 ? int.MaxValue : fields.Count, fields.Endings);
        var cursor = new JsonCursor(utf8);
        var open = cursor.Next();
        if (open == utf8.Length || utf8[open] != '{' || utf8[..open].ContainsAnyExcept(" \t\r\n"u8))
        {
            throw new EventSyntaxException("Event must be a JSON object");
        }

        ReadObject(ref cursor, utf8, fields.Root, ElementTree.None, 1);
    }

    [DoesNotReturn]
    private static void Malformed(int place) => throw new EventSyntaxException($"Event is not valid JSON at byte {place}");

    private void Clear(int fieldLimit)
    {
        if (_fields.Length < fieldLimit || _turn == int.MaxValue)
        {
            var length = Math.Max(fieldLimit, _fields.Length * 2);
            (_fields, _present, _turn) = (new FieldState[length], new int[length], 0);
        }

        // The marks of earlier events need no clearing: they carry another turn's number.
        _turn++;
        (_leafCount, _presentCount, _unescapedLength, FieldsInArrays) = (0, 0, 0, 0);
        _isAtEnd = false;
        Elements.Clear();
    }

    private void ReadObject(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, FieldTree node, int element, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new EventSyntaxException($"Event is nested deeper than {MaxDepth} levels");
        }

        while (true)
        {
            var place = cursor.Next();
            var first = At(utf8, place);
            if (first != '"')
            {
                if (first == ',')
                {
                    continue;
                }

                if (first == '}')
                {
                    return;
                }

                Malformed(place);
            }

            var close = cursor.Next();
            if (close >= utf8.Length)
            {
                Malformed(place);
            }

            var child = cursor.MetBackslash && utf8[place..close].Contains((byte)'\\')
                ? DescendEscaped(node, utf8[(place + 1)..close])
                : node.Descend(utf8, place + 1, close - place - 1);
            var value = cursor.Next();
            var kind = At(utf8, value);
            if (child is null)
            {
                // Most members: no rule asks about them.
                if (kind == '"')
                {
                    cursor.Next();
                    continue;
                }

                PassOver(ref cursor, kind, value);
                if (kind == '}')
                {
                    return;
                }

                continue;
            }

            ReadMember(ref cursor, utf8, child, new(close + 1, value, element, depth));
            if (kind == '}' || _isAtEnd || (_presentCount >= _fieldCount && element == ElementTree.None && IsLast(utf8[close..])))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Whether no field has another leaf in the rest of the event. Looked at once, when all have their first: a key that occurs
    /// again counts, so having them all is not enough, but that a text does not occur is found out sooner than what does. Not
    /// within an array: its next items need no key.
    /// </summary>
    private bool IsLast(ReadOnlySpan<byte> rest)
    {
        _fieldCount = int.MaxValue;
        _isAtEnd = !rest.Contains((byte)'\\');
        foreach (var ending in _endings)
        {
            _isAtEnd = _isAtEnd && rest.IndexOf(ending) < 0;
        }

        return _isAtEnd;
    }

    private static byte At(ReadOnlySpan<byte> utf8, int place) => place < utf8.Length ? utf8[place] : (byte)0;

    private static void PassOver(ref JsonCursor cursor, byte kind, int value)
    {
        switch (kind)
        {
            case (byte)'{' or (byte)'[':
                cursor.Skip(value);
                break;
            case (byte)',' or (byte)'}':
                break;
            default:
                Malformed(value);
                break;
        }
    }

    private void ReadMember(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, FieldTree node, Member member)
    {
        switch (At(utf8, member.Token))
        {
            case (byte)'"':
                AddText(ref cursor, utf8, node.Field, member.Token, member.Element);
                break;
            case (byte)'{' when node.HasChildren:
                ReadObject(ref cursor, utf8, node, member.Element, member.Depth + 1);
                break;
            case (byte)'{':
                cursor.Skip(member.Token);
                break;
            case (byte)'[':
                ReadArray(ref cursor, utf8, node, member);
                break;
            case (byte)',' or (byte)'}':
                var start = member.Start;
                while (utf8[start] <= ' ')
                {
                    start++;
                }

                if (utf8[start] != ':')
                {
                    Malformed(start);
                }

                AddScalar(utf8, node.Field, start + 1, member.Token, member.Element);
                break;
            default:
                Malformed(member.Token);
                break;
        }
    }

    private void ReadArray(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, FieldTree node, Member member)
    {
        if (member.Depth >= MaxDepth)
        {
            throw new EventSyntaxException($"Event is nested deeper than {MaxDepth} levels");
        }

        var array = Elements.EnterArray();
        while (true)
        {
            var place = cursor.Next();
            switch (At(utf8, place))
            {
                // A scalar belongs to the array as a whole: only what lies deeper is tied to its element.
                case (byte)'"':
                    AddText(ref cursor, utf8, node.Field, place, member.Element);
                    break;
                case (byte)'{' or (byte)'[':
                    var inner = Elements.EnterElement(member.Element, array);
                    ReadMember(ref cursor, utf8, node, new(place, place, inner, member.Depth + 1));
                    Elements.LeaveElement(inner);
                    break;
                case (byte)',':
                    AddItem(utf8, node.Field, place, member.Element);
                    break;
                case (byte)']':
                    AddItem(utf8, node.Field, place, member.Element);
                    Elements.LeaveArray(array);
                    return;
                default:
                    Malformed(place);
                    break;
            }
        }
    }

    /// <summary>Adds the number or word that ends before a place, if one does.</summary>
    private void AddItem(ReadOnlySpan<byte> utf8, int field, int end, int element)
    {
        if (field < 0)
        {
            return;
        }

        var last = utf8[..end].LastIndexOfAnyExcept(" \t\r\n"u8);
        if (last < 0 || utf8[last] is (byte)'"' or (byte)'}' or (byte)']' or (byte)'[' or (byte)',')
        {
            return;
        }

        var start = last;
        while (start > 0 && utf8[start - 1] is not ((byte)'[' or (byte)',' or <= (byte)' '))
        {
            start--;
        }

        AddScalar(utf8, field, start, last + 1, element);
    }

    private void AddScalar(ReadOnlySpan<byte> utf8, int field, int start, int end, int element)
    {
        if (field < 0)
        {
            return;
        }

        while (start < end && utf8[start] <= ' ')
        {
            start++;
        }

        while (start < end && utf8[end - 1] <= ' ')
        {
            end--;
        }

        if (start == end)
        {
            Malformed(start);
        }

        var isNumber = utf8[start] == '-' || char.IsAsciiDigit((char)utf8[start]);
        Add(field, new Leaf(isNumber ? EventValueKind.Number : EventValueKind.Word, start, end - start, element));
    }

    private void AddText(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, int field, int open, int element)
    {
        var close = cursor.Next();
        if (close >= utf8.Length)
        {
            Malformed(open);
        }

        if (field < 0)
        {
            return;
        }

        if (!cursor.MetBackslash || !utf8[open..close].Contains((byte)'\\'))
        {
            Add(field, new Leaf(EventValueKind.String, open + 1, close - open - 1, element));
            return;
        }

        var start = _unescapedLength;
        Unescape(utf8[(open + 1)..close]);
        Add(field, new Leaf(EventValueKind.String, start, _unescapedLength - start, element, IsUnescaped: true));
    }

    private void Add(int field, in Leaf leaf)
    {
        if (_leafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, _leaves.Length * 2);
        }

        ref var state = ref _fields[field];
        if (state.Turn != _turn)
        {
            state = new FieldState(_turn, _leafCount, _leafCount, false);
            _present[_presentCount++] = field;
        }
        else
        {
            _leaves[state.Last].Next = _leafCount;
            state.Last = _leafCount;
        }

        if (leaf.Element != ElementTree.None && !state.IsInArray)
        {
            state.IsInArray = true;
            FieldsInArrays++;
        }

        _leaves[_leafCount++] = leaf;
    }

    private FieldTree? DescendEscaped(FieldTree node, ReadOnlySpan<byte> escaped)
    {
        var start = _unescapedLength;
        Unescape(escaped);
        var child = node.Descend(_unescaped, start, _unescapedLength - start);
        _unescapedLength = start;
        return child;
    }

    private void Unescape(ReadOnlySpan<byte> escaped)
    {
        if (_unescaped.Length < _unescapedLength + escaped.Length)
        {
            Array.Resize(ref _unescaped, Math.Max(_unescaped.Length * 2, _unescapedLength + escaped.Length));
        }

        _unescapedLength += JsonEscapes.Remove(escaped, _unescaped.AsSpan(_unescapedLength));
    }

    /// <summary>Where a leaf's text lies, in the event or among the unescaped texts, and the innermost array element around it.</summary>
    internal record struct Leaf(EventValueKind Kind, int Start, int Length, int Element, bool IsUnescaped = false, int Next = -1);

    /// <summary>Where a member's value begins, the token that it begins or ends with, what lies around it and how deep it is.</summary>
    private readonly record struct Member(int Start, int Token, int Element, int Depth);

    private record struct FieldState(int Turn, int First, int Last, bool IsInArray);
}
