using System.Buffers.Text;
using System.Globalization;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// Which numbers can be compared: those that a double holds without loss, that is, whose text denotes the same decimal value
/// as the shortest text of the double it reads as. Anything else (2.0e422, 1E-325, twenty significant digits) is compared
/// only letter for letter, and refused in a numeric expression, as AWS's engine does.
/// </summary>
internal static class ComparableNumber
{
    /// <summary>Every decimal of so many digits survives the way through a double.</summary>
    private const int SafeDigits = 15;

    public static bool TryParse(ReadOnlySpan<byte> utf8, out double value)
    {
        if (!Utf8Parser.TryParse(utf8, out value, out var read) || read != utf8.Length || !double.IsFinite(value))
        {
            return false;
        }

        if (utf8.Length <= SafeDigits && !utf8.ContainsAny((byte)'e', (byte)'E'))
        {
            return true;
        }

        Span<byte> shortest = stackalloc byte[32];
        value.TryFormat(shortest, out var written, "R", CultureInfo.InvariantCulture);
        return SameValue(utf8, shortest[..written]);
    }

    /// <summary>Whether two JSON numbers denote the same decimal value.</summary>
    private static bool SameValue(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var one = new Decimal(left);
        var other = new Decimal(right);
        if (one.Count == 0 || other.Count == 0)
        {
            return one.Count == other.Count;
        }

        if (one.Negative != other.Negative || one.Count != other.Count || one.Exponent != other.Exponent)
        {
            return false;
        }

        while (one.MoveNext(out var digit))
        {
            other.MoveNext(out var otherDigit);
            if (digit != otherDigit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The significant digits of a number's text and the power of ten of the first of them.</summary>
    private ref struct Decimal
    {
        private readonly ReadOnlySpan<byte> _mantissa;
        private int _at;
        private int _left;

        public Decimal(ReadOnlySpan<byte> text)
        {
            Negative = text[0] == '-';
            text = text.TrimStart("+-"u8);
            var mark = text.IndexOfAny((byte)'e', (byte)'E');
            long exponent = 0;
            if (mark >= 0)
            {
                var digits = text[(mark + 1)..];
                exponent = Utf8Parser.TryParse(digits.TrimStart((byte)'+'), out int parsed, out _) ? parsed : int.MaxValue;
                text = text[..mark];
            }

            _mantissa = text;
            var point = text.IndexOf((byte)'.');
            var first = text.IndexOfAnyInRange((byte)'1', (byte)'9');
            if (first < 0)
            {
                return;
            }

            var last = text.LastIndexOfAnyInRange((byte)'1', (byte)'9');
            _at = first;
            Count = last - first + 1 - (point > first && point < last ? 1 : 0);
            _left = Count;
            var whole = point < 0 ? text.Length : point;
            Exponent = exponent + (first < whole ? whole - first : whole - first + 1);
        }

        public bool Negative { get; }

        /// <summary>Significant digits; 0 for zero.</summary>
        public int Count { get; }

        public long Exponent { get; }

        public bool MoveNext(out byte digit)
        {
            digit = 0;
            if (_left == 0)
            {
                return false;
            }

            if (_mantissa[_at] == '.')
            {
                _at++;
            }

            digit = _mantissa[_at++];
            _left--;
            return true;
        }
    }
}
