using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quell.Engine.Rules.Scanning;

/// <summary>Which of 64 bytes are which, one bit a byte, the first byte the lowest bit.</summary>
internal static class ByteMasks
{
    public const int Width = 64;

    /// <summary>The places of one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(in Vector512<byte> block, byte wanted) =>
        Vector512.Equals(block, Vector512.Create(wanted)).ExtractMostSignificantBits();

    /// <summary>The places of one byte and of the one that differs from it in the bit 0x20: braces and brackets of one side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfPair(in Vector512<byte> block, byte wanted) =>
        Vector512.Equals(block | Vector512.Create((byte)0x20), Vector512.Create(wanted)).ExtractMostSignificantBits();

    /// <summary>The places of bytes up to a highest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UpTo(in Vector512<byte> block, byte highest) =>
        Vector512.LessThanOrEqual(block, Vector512.Create(highest)).ExtractMostSignificantBits();

    /// <summary>
    /// For each place, whether an odd number of bits is set up to and including it: inside the strings that quotes delimit, their
    /// opening quotes included (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Within(ulong quotes)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        for (var shift = 1; shift < Width; shift <<= 1)
        {
            quotes ^= quotes << shift;
        }

        return quotes;
    }

    /// <summary>The places that a backslash before them escapes (the same paper, same section).</summary>
    /// <param name="backslashes">The places of backslashes.</param>
    /// <param name="carry">1 where the first byte is escaped by the block before; set for the next block.</param>
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        var escaped = carry;
        carry = 0;
        backslashes &= ~escaped;
        while (backslashes != 0)
        {
            var first = backslashes & (0 - backslashes);
            carry = first >> (Width - 1);
            escaped |= first << 1;
            backslashes &= ~(first | (first << 1));
        }

        return escaped;
    }
}
