using System.Buffers.Binary;
using System.Numerics;

namespace Quell.Aws.Signing;

/// <summary>
/// A reflected CRC of up to 64 bits with all bits set at the start and inverted at the end, eight bytes a step by eight tables
/// ("slicing by eight", Kounavis and Berry, 2005).
/// </summary>
internal sealed class ReflectedCrc
{
    /// <summary>CRC-32 of ISO-HDLC (zip, PNG).</summary>
    public static readonly ReflectedCrc Crc32 = new(0xEDB88320, width: 32);

    /// <summary>CRC-64/NVME (NVM Express NVM Command Set Specification, 5.2.1.3.4), S3's default today.</summary>
    public static readonly ReflectedCrc Crc64Nvme = new(0x9A6C9329AC4BC9B5, width: 64);

    private readonly ulong[] _tables = new ulong[8 * 256];

    private ReflectedCrc(ulong polynomial, int width)
    {
        Start = ulong.MaxValue >> (64 - width);
        for (var i = 0; i < 256; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : value >> 1 ^ polynomial;
            }

            _tables[i] = value;
        }

        for (var i = 256; i < _tables.Length; i++)
        {
            _tables[i] = _tables[i - 256] >> 8 ^ _tables[_tables[i - 256] & 255];
        }
    }

    /// <summary>The state before the first byte, and the mask that turns the last state into the checksum.</summary>
    public ulong Start { get; }

    public ulong Append(ulong state, ReadOnlySpan<byte> bytes)
    {
        var tables = _tables.AsSpan();
        while (bytes.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ state;
            state = 0;
            for (var i = 0; i < 8; i++)
            {
                state ^= tables[((7 - i) << 8) + (int)(word >> (i * 8) & 255)];
            }

            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            state = state >> 8 ^ tables[(int)((state ^ value) & 255)];
        }

        return state;
    }

    /// <summary>One step of CRC-32C (Castagnoli), for which processors have an instruction.</summary>
    public static uint AppendCastagnoli(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            state = BitOperations.Crc32C(state, value);
        }

        return state;
    }
}
