using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Quell.Engine.Rules.Scanning;

/// <summary>
/// Whether a text is one well-formed JSON object (RFC 8259), 64 bytes at a time. What a byte may follow is checked for all bytes
/// of a block at once, one bit a byte; only brackets, literals and escapes are gone through one by one.
/// </summary>
/// <remarks>
/// A set of places is moved on to the next byte by a shift, and over a run of bytes by adding the run: the carry comes out behind
/// it (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1, for the technique). What would leave a
/// block is carried into the next one.
/// </remarks>
internal ref struct JsonSyntax
{
    private static readonly SearchValues<byte> LiteralEnds = SearchValues.Create(",}] \t\r\n"u8);
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly int _maxDepth;
    private readonly Span<ulong> _isObject;
    private int _depth;
    private bool _isDone;
    private ulong _inObject;
    private ulong _inString;
    private ulong _escape;
    private ulong _scalar;
    private ulong _afterColon;
    private ulong _afterComma;
    private ulong _afterObjectComma;
    private ulong _afterBrace;
    private ulong _afterBracket;
    private ulong _afterKey;
    private ulong _afterValue;
    private ulong _inKey;
    private ulong _inLiteral;
    private NumberSyntax _numbers;

    private JsonSyntax(ReadOnlySpan<byte> utf8, int maxDepth, Span<ulong> isObject)
    {
        _utf8 = utf8;
        _maxDepth = maxDepth;
        _isObject = isObject;
    }

    /// <summary>Whether the text is a JSON object in UTF-8; if not, it may still be one that is out of the ordinary.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxDepth">Levels of nesting that it may have.</param>
    public static bool IsObject(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        Span<ulong> isObject = stackalloc ulong[(maxDepth / ByteMasks.Width) + 1];
        return utf8.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && new JsonSyntax(utf8, maxDepth, isObject).IsObject() && Utf8.IsValid(utf8);
    }

    private bool IsObject()
    {
        var start = 0;
        for (; start + ByteMasks.Width <= _utf8.Length; start += ByteMasks.Width)
        {
            if (!Takes(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(_utf8), (nuint)start), start))
            {
                return false;
            }
        }

        if (start < _utf8.Length)
        {
            Span<byte> padded = stackalloc byte[ByteMasks.Width];
            padded.Fill((byte)' ');
            _utf8[start..].CopyTo(padded);
            if (!Takes(Vector512.Create<byte>(padded), start))
            {
                return false;
            }
        }

        return _isDone;
    }

    private bool Takes(in Vector512<byte> block, int start)
    {
        var quotes = ByteMasks.Of(block, (byte)'"');
        var backslashes = ByteMasks.Of(block, (byte)'\\');
        var areEscapesRight = true;
        if ((backslashes | _escape) != 0)
        {
            var escaped = ByteMasks.Escaped(backslashes, ref _escape);
            quotes &= ~escaped;
            areEscapesRight = AreEscapes(escaped, start);
        }

        var within = ByteMasks.Within(quotes) ^ _inString;
        _inString = (ulong)((long)within >> 63);
        var outside = ~(within | quotes);
        var masks = new Places
        {
            Opens = quotes & within,
            Closes = quotes & ~within,
            Within = within,
            Braces = ByteMasks.Of(block, (byte)'{') & outside,
            Brackets = ByteMasks.Of(block, (byte)'[') & outside,
            Ends = ByteMasks.OfPair(block, (byte)'}') & outside,
            Commas = ByteMasks.Of(block, (byte)',') & outside,
            Colons = ByteMasks.Of(block, (byte)':') & outside,
        };
        var low = ByteMasks.UpTo(block, (byte)' ');
        var spaces = low & outside;
        var controls = low & ~ByteMasks.Of(block, (byte)' ');
        if (controls != 0)
        {
            var blanks = ByteMasks.Of(block, (byte)'\n') | ByteMasks.Of(block, (byte)'\r') | ByteMasks.Of(block, (byte)'\t');
            if ((controls & ~(blanks & outside)) != 0)
            {
                return false;
            }
        }

        if (_isDone)
        {
            return spaces == ulong.MaxValue;
        }

        var scalars = outside & ~(masks.Braces | masks.Brackets | masks.Ends | masks.Commas | masks.Colons | spaces);
        var behindScalars = (scalars << 1) | _scalar;
        _scalar = scalars >> 63;
        var scalarStarts = scalars & ~behindScalars;
        return areEscapesRight
            & FindObjects(masks, spaces, start, out var inObjects)
            & IsStructure(masks, spaces, scalarStarts, behindScalars & ~scalars, inObjects)
            & AreScalars(block, scalars, scalarStarts, start);
    }

    /// <summary>Goes through the brackets, which must close what they open, and finds the bytes that lie in an object, not in an array.</summary>
    private bool FindObjects(in Places masks, ulong spaces, int start, out ulong inObjects)
    {
        inObjects = _inObject;
        var marks = masks.Braces | masks.Brackets | masks.Ends;
        while (marks != 0)
        {
            var mark = marks & (0 - marks);
            marks ^= mark;
            var wasObject = _inObject;
            if ((masks.Ends & mark) == 0)
            {
                if (_depth == _maxDepth)
                {
                    return false;
                }

                _inObject = (masks.Braces & mark) == 0 ? 0 : ulong.MaxValue;
                _depth++;
                ref var level = ref _isObject[_depth / ByteMasks.Width];
                var bit = 1UL << _depth;
                level = (level & ~bit) | (bit & _inObject);
            }
            else
            {
                var isBrace = _utf8[start + BitOperations.TrailingZeroCount(mark)] == '}';
                if (_depth == 0 || isBrace != (_inObject != 0))
                {
                    return false;
                }

                _depth--;
                if (_depth == 0)
                {
                    _isDone = true;
                    return (~spaces & ~(mark | (mark - 1))) == 0;
                }

                _inObject = (ulong)-(long)((_isObject[_depth / ByteMasks.Width] >> _depth) & 1);
            }

            if (wasObject != _inObject)
            {
                inObjects ^= ~(mark - 1);
            }
        }

        return true;
    }

    /// <summary>Whether everything outside of scalars follows what it may follow.</summary>
    private bool IsStructure(in Places masks, ulong spaces, ulong scalarStarts, ulong behindScalars, ulong inObjects)
    {
        var values = masks.Opens | scalarStarts | masks.Braces | masks.Brackets;
        var afterColon = Next(masks.Colons, spaces, ref _afterColon);
        var afterComma = Next(masks.Commas & ~inObjects, spaces, ref _afterComma);
        var afterObjectComma = Next(masks.Commas & inObjects, spaces, ref _afterObjectComma);
        var afterBrace = Next(masks.Braces, spaces, ref _afterBrace);
        var afterBracket = Next(masks.Brackets, spaces, ref _afterBracket);
        var wrong = ((afterColon | afterComma) & ~values) | (afterBracket & ~(values | masks.Ends))
            | (afterObjectComma & ~masks.Opens) | (afterBrace & ~(masks.Opens | masks.Ends));

        var keyCloses = Past(masks.Opens & (afterBrace | afterObjectComma), masks.Within, ref _inKey) & masks.Closes;
        var afterKey = Next(keyCloses, spaces, ref _afterKey);
        var valueEnds = (masks.Closes & ~keyCloses) | masks.Ends;
        var afterValue = Past((valueEnds << 1) | behindScalars, spaces, ref _afterValue);
        _afterValue |= valueEnds >> 63;
        wrong |= (afterKey & ~masks.Colons) | (afterValue & ~(masks.Commas | masks.Ends));

        // Behind the object itself there is nothing left that it would be the next of.
        return wrong == 0;
    }

    private bool AreScalars(in Vector512<byte> block, ulong scalars, ulong starts, int start)
    {
        if ((scalars | _inLiteral | _numbers.Carried) == 0)
        {
            return true;
        }

        var literals = starts & (ByteMasks.Of(block, (byte)'t') | ByteMasks.Of(block, (byte)'f') | ByteMasks.Of(block, (byte)'n'));
        var numbers = scalars;
        if ((literals | _inLiteral) != 0)
        {
            for (var rest = literals; rest != 0; rest &= rest - 1)
            {
                if (!IsLiteral(_utf8[(start + BitOperations.TrailingZeroCount(rest))..]))
                {
                    return false;
                }
            }

            var marked = literals | _inLiteral;
            var sum = scalars + marked;
            _inLiteral = sum < scalars ? 1UL : 0;
            numbers &= sum;
        }

        return _numbers.Takes(block, numbers, starts & numbers);
    }

    private static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAny(LiteralEnds);
        var literal = length < 0 ? text : text[..length];
        return literal.SequenceEqual("true"u8) || literal.SequenceEqual("false"u8) || literal.SequenceEqual("null"u8);
    }

    private readonly bool AreEscapes(ulong escaped, int start)
    {
        for (; escaped != 0; escaped &= escaped - 1)
        {
            var place = start + BitOperations.TrailingZeroCount(escaped);
            if (place >= _utf8.Length)
            {
                return false;
            }

            if (_utf8[place] == 'u')
            {
                if (_utf8.Length - place < 5 || _utf8.Slice(place + 1, 4).ContainsAnyExcept(HexDigits))
                {
                    return false;
                }
            }
            else if (!"\"\\/bfnrt"u8.Contains(_utf8[place]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The places that come next, spaces aside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(ulong places, ulong spaces, ref ulong carry)
    {
        var next = Past(places << 1, spaces, ref carry);
        carry |= places >> 63;
        return next;
    }

    /// <summary>The places, those at the start of a run moved behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Past(ulong places, ulong runs, ref ulong carry)
    {
        var sum = runs + (places | carry);
        carry = sum < runs ? 1UL : 0;
        return sum & ~runs;
    }

    /// <summary>Where in a block what is.</summary>
    private ref struct Places
    {
        public ulong Opens;
        public ulong Closes;
        public ulong Within;
        public ulong Braces;
        public ulong Brackets;
        public ulong Ends;
        public ulong Commas;
        public ulong Colons;
    }
}
