using System.Buffers.Binary;
using System.Globalization;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// The decimal value of a JSON number as an integer that sorts as the values do, without a way through a double: the sign, the
/// power of ten of the first significant digit, and up to 19 significant digits. Values that a double holds without loss
/// (<see cref="ComparableNumber"/>) have 17 at most.
/// </summary>
internal static class DecimalKey
{
    public static readonly UInt128 Lowest = UInt128.Zero;
    public static readonly UInt128 Highest = UInt128.MaxValue;

    private const int Digits = 19;
    private const int MaxExponent = 400;

    /// <summary>So many digits survive the way through a double, at exponents far from its limits.</summary>
    private const int SafeDigits = 15;
    private const int SafeExponent = 290;

    private static readonly UInt128 Zero = UInt128.One << 100;
    private static readonly ulong[] Powers = [.. Enumerable.Range(0, Digits + 1).Select(power => (ulong)Math.Pow(10, Math.Min(power, 15)) * (ulong)Math.Pow(10, Math.Max(power - 15, 0)))];

    /// <summary>Reads a well-formed number.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="key">Twice the place of the value among all, so that the numbers between are those just above and just below.</param>
    /// <param name="isComparable">Whether the value is known to be comparable; if not, it may still be.</param>
    /// <returns>False where the value cannot be comparable.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out UInt128 key, out bool isComparable)
    {
        var isNegative = utf8.Length > 0 && utf8[0] == '-';
        var mantissa = 0UL;
        var significant = 0;
        var exponent = 0;
        var isFraction = false;
        var at = isNegative ? 1 : 0;
        key = Zero << 1;
        isComparable = true;
        for (; at < utf8.Length; at++)
        {
            if (significant is > 0 and <= Digits - sizeof(ulong) && utf8.Length - at >= sizeof(ulong) && TryReadEight(utf8[at..], out var eight))
            {
                mantissa = (mantissa * 100_000_000) + eight;
                significant += sizeof(ulong);
                exponent += isFraction ? 0 : sizeof(ulong);
                at += sizeof(ulong) - 1;
                continue;
            }

            var digit = (uint)(utf8[at] - '0');
            if (digit <= 9)
            {
                if (significant == 0 && digit == 0)
                {
                    exponent -= isFraction ? 1 : 0;
                }
                else if (significant < Digits)
                {
                    mantissa = (mantissa * 10) + digit;
                    significant++;
                    exponent += isFraction ? 0 : 1;
                }
                else if (digit != 0)
                {
                    return false;
                }
                else
                {
                    exponent += isFraction ? 0 : 1;
                }
            }
            else if (utf8[at] == '.')
            {
                isFraction = true;
            }
            else
            {
                exponent += ReadExponent(utf8[(at + 1)..]);
                break;
            }
        }

        if (mantissa == 0)
        {
            return true;
        }

        if (Math.Abs(exponent) > MaxExponent)
        {
            return false;
        }

        isComparable = significant <= SafeDigits && Math.Abs(exponent) <= SafeExponent;
        var magnitude = new UInt128((ulong)(exponent + MaxExponent), mantissa * Powers[Digits - significant]);
        key = (isNegative ? Zero - magnitude : Zero + magnitude) << 1;
        return true;
    }

    /// <summary>The key of a number that a double holds without loss; the ends of all keys for the infinities.</summary>
    public static UInt128 Of(double number)
    {
        if (double.IsInfinity(number))
        {
            return number < 0 ? Lowest : Highest;
        }

        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture);
        TryRead(text[..written], out var key, out _);
        return key;
    }

    /// <summary>
    /// Reads eight digits at once: pairs, then fours, then all by multiplication (Lemire, "Number Parsing at a Gigabyte per
    /// Second", 2021, section 5).
    /// </summary>
    private static bool TryReadEight(ReadOnlySpan<byte> text, out uint value)
    {
        var digits = BinaryPrimitives.ReadUInt64LittleEndian(text) - 0x3030303030303030;
        value = 0;
        if (((digits | (digits + 0x7676767676767676)) & 0x8080808080808080) != 0)
        {
            return false;
        }

        digits = (digits * 10) + (digits >> 8);
        value = (uint)((((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
        return true;
    }

    private static int ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text.Length > 0 && text[0] == '-';
        var value = 0;
        foreach (var next in text.TrimStart("+-"u8))
        {
            value = Math.Min((value * 10) + (next - '0'), 1 << 20);
        }

        return isNegative ? -value : value;
    }
}
