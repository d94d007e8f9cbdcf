using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quell.Engine.Rules.Scanning;

/// <summary>Whether the numbers of a text are well-formed (RFC 8259, section 6), all numbers of a block at once.</summary>
internal struct NumberSyntax
{
    private ulong _minus;
    private ulong _whole;
    private ulong _zero;
    private ulong _point;
    private ulong _fraction;
    private ulong _mark;
    private ulong _sign;
    private ulong _power;

    /// <summary>Not 0 where a number, or what must come right behind one, reaches into the next block.</summary>
    public readonly ulong Carried => _minus | _whole | _zero | _point | _fraction | _mark | _sign | _power;

    /// <summary>Whether the numbers are well-formed as far as this block shows them.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="numbers">Which of them belong to numbers.</param>
    /// <param name="starts">Those that begin a number.</param>
    public bool Takes(in Vector512<byte> block, ulong numbers, ulong starts)
    {
        var digits = numbers & Vector512.LessThanOrEqual(block - Vector512.Create((byte)'0'), Vector512.Create((byte)9)).ExtractMostSignificantBits();
        var points = numbers & ByteMasks.Of(block, (byte)'.');
        var others = numbers & ~(digits | points);
        if ((others | _minus | _mark | _sign | _power) == 0)
        {
            // Neither signs nor exponents: most blocks of whole and decimal numbers.
            return TakesDecimals(block, numbers, starts, digits, points, out _);
        }

        var minuses = numbers & ByteMasks.Of(block, (byte)'-');
        var signs = minuses | (numbers & ByteMasks.Of(block, (byte)'+'));
        var marks = others & ~signs;
        var firstMinuses = starts & minuses;
        var afterMinus = Shift(firstMinuses, ref _minus);
        var isRight = TakesDecimals(block, numbers & ~marks, (starts & ~minuses) | afterMinus, digits, points, out var ends);

        // What is left are the marks of exponents, and their signs.
        var rightMarks = marks & ends & ByteMasks.OfPair(block, (byte)'e');
        var afterMark = Shift(rightMarks, ref _mark);
        var afterSign = Shift(afterMark & signs, ref _sign);
        var powers = (afterMark & ~signs) | afterSign;
        var powerEnds = JsonSyntax.Past(powers, digits, ref _power);
        return isRight
            & ((marks & ~rightMarks) | (signs & ~(firstMinuses | (afterMark & signs))) | (powers & ~digits) | (powerEnds & numbers)) == 0;
    }

    /// <param name="block">The bytes.</param>
    /// <param name="numbers">The bytes of numbers that are no marks of exponents.</param>
    /// <param name="starts">Where the whole parts begin.</param>
    /// <param name="digits">The digits.</param>
    /// <param name="points">The decimal points.</param>
    /// <param name="ends">The places behind whole parts without a fraction, and behind fractions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakesDecimals(in Vector512<byte> block, ulong numbers, ulong starts, ulong digits, ulong points, out ulong ends)
    {
        var zeros = Shift(starts & ByteMasks.Of(block, (byte)'0'), ref _zero);
        var wholeEnds = JsonSyntax.Past(starts, digits, ref _whole);
        var rightPoints = wholeEnds & points;
        var fractions = Shift(rightPoints, ref _point);
        var fractionEnds = JsonSyntax.Past(fractions, digits, ref _fraction);
        ends = (wholeEnds & ~points) | fractionEnds;
        return ((starts & ~digits) | (zeros & digits) | (points & ~rightPoints) | (fractions & ~digits) | (ends & numbers)) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Shift(ulong places, ref ulong carry)
    {
        var shifted = (places << 1) | carry;
        carry = places >> 63;
        return shifted;
    }
}
