using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Quell.Engine.Rules.Persistent;

/// <summary>Texts in UTF-8, asked for with a span of one.</summary>
internal readonly struct TextKeys : IKeys<byte[], ReadOnlySpan<byte>>, IKeys<byte[], byte[]>
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    public static uint HashOf(byte[] key) => HashOf(key.AsSpan());

    public static bool Same(byte[] key, ReadOnlySpan<byte> probe) => probe.SequenceEqual(key);

    public static bool Same(byte[] key, byte[] probe) => probe.AsSpan().SequenceEqual(key);

    /// <summary>Multiplies and folds, eight bytes at a time; texts of up to 16 bytes need two reads.</summary>
    public static uint HashOf(ReadOnlySpan<byte> text)
    {
        ref var at = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        var hash = First ^ (ulong)length;
        if (length >= 8)
        {
            var place = 0;
            for (; place < length - 8; place += 8)
            {
                hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, place)), Second);
            }

            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref at, length - 8)), Second);
        }
        else if (length >= 4)
        {
            var halves = Unsafe.ReadUnaligned<uint>(ref at) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, length - 4)) << 32);
            hash = Mix(hash ^ halves, Second);
        }
        else if (length > 0)
        {
            var bytes = at | ((ulong)Unsafe.Add(ref at, length >> 1) << 8) | ((ulong)Unsafe.Add(ref at, length - 1) << 16);
            hash = Mix(hash ^ bytes, Second);
        }

        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong one, ulong other) => Math.BigMul(one, other, out var low) ^ low;
}

/// <summary>Small numbers, each its own hash.</summary>
internal readonly struct NumberKeys : IKeys<int, int>
{
    public static uint HashOf(int key) => (uint)key;

    public static bool Same(int key, int probe) => key == probe;
}

/// <summary>Names of a caller's own type.</summary>
internal readonly struct NameKeys<TName> : IKeys<TName, TName>
    where TName : notnull
{
    public static uint HashOf(TName key)
    {
        var hash = (uint)EqualityComparer<TName>.Default.GetHashCode(key) * 0x9E3779B1u;
        return hash ^ (hash >> 15);
    }

    public static bool Same(TName key, TName probe) => EqualityComparer<TName>.Default.Equals(key, probe);
}
