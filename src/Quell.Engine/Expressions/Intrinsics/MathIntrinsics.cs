using System.Security.Cryptography;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>Developer guide, "Intrinsics for math operations" and "Intrinsic for unique identifier generation".</summary>
internal static class MathIntrinsics
{
    public static JsonValue Add(JsonValue[] arguments)
    {
        var sum = (long)Argument.Whole(arguments, 0) + Argument.Whole(arguments, 1);
        return sum is >= int.MinValue and <= int.MaxValue
            ? sum
            : throw new IntrinsicException($"The sum {sum} is not in the range -2147483648 to 2147483647");
    }

    /// <summary>From the first number to below the second. One seed gives one number, which is not the one that AWS gives.</summary>
    public static JsonValue Random(JsonValue[] arguments, Random? random)
    {
        var (from, to) = (Argument.Whole(arguments, 0), Argument.Whole(arguments, 1));
        if (from >= to)
        {
            throw new IntrinsicException($"The start {from} must be less than the end {to}");
        }

        var source = arguments.Length == 3 ? new Random(Argument.Whole(arguments, 2)) : random;
        return source?.NextInt64(from, to) ?? from + (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % (ulong)((long)to - from));
    }

    /// <summary>A version 4 UUID (RFC 9562, section 5.4).</summary>
    public static JsonValue Uuid(Random? random)
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        random?.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
