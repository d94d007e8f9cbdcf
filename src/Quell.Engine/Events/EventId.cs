using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Quell.Engine.Events;

/// <summary>
/// Event ids: UUIDs of version 4 in form that are made from a sequence number, and from which the number can be read back
/// with the same seed, so that an event is found by its id without an index. Of a UUID's 122 free bits, 64 are the number
/// after a permutation of 64-bit words keyed with the seed (a Feistel network; reversible, so no two numbers share an id),
/// and 58 are a checksum of number and seed, by which ids that were not made here are told apart.
/// </summary>
/// <remarks>Ids look random and are not secret: who has the seed and an id has the number.</remarks>
internal static class EventId
{
    /// <summary>The length of an id's text.</summary>
    public const int Length = 36;

    private const int Rounds = 4;
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong TagMask = (1UL << 58) - 1;

    /// <summary>The id of a sequence number, in lower case with hyphens.</summary>
    public static string FromSequence(long sequence, ulong seed) =>
        ToGuid(sequence, seed).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>Writes the id of a sequence number as <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> target, long sequence, ulong seed) =>
        ToGuid(sequence, seed).TryFormat(target, out _, "D");

    /// <summary>The sequence number of an id that was made with this seed.</summary>
    public static bool TryGetSequence([NotNullWhen(true)] string? id, ulong seed, out long sequence)
    {
        sequence = 0;
        if (!Guid.TryParseExact(id, "D", out var guid))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        if (((high >> 12) & 0xF) != 4 || low >> 62 != 0b10)
        {
            return false;
        }

        var number = ((high >> 16) << 16) | ((high & 0xFFF) << 4) | ((low >> 58) & 0xF);
        sequence = (long)Unpermute(number, seed);
        return (low & TagMask) == TagOf((ulong)sequence, seed);
    }

    // Layout: 48 bits, the version, 12 bits, the variant, 4 bits of the permuted number; then the 58 bits of the checksum.
    private static Guid ToGuid(long sequence, ulong seed)
    {
        var number = Permute((ulong)sequence, seed);
        var high = ((number >> 16) << 16) | 0x4000UL | ((number >> 4) & 0xFFF);
        var low = (0b10UL << 62) | ((number & 0xF) << 58) | TagOf((ulong)sequence, seed);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Permute(ulong number, ulong seed)
    {
        var (left, right) = ((uint)(number >> 32), (uint)number);
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ Mix(right, seed, round));
        }

        return ((ulong)left << 32) | right;
    }

    private static ulong Unpermute(ulong number, ulong seed)
    {
        var (left, right) = ((uint)(number >> 32), (uint)number);
        for (var round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = (right ^ Mix(left, seed, round), left);
        }

        return ((ulong)left << 32) | right;
    }

    private static uint Mix(uint half, ulong seed, int round) => (uint)(Finish(half ^ (seed + ((ulong)(round + 1) * Golden))) >> 32);

    private static ulong TagOf(ulong number, ulong seed) => Finish(number + Finish(seed ^ Golden)) & TagMask;

    // The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
