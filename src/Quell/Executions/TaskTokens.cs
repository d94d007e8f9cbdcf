using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Executions;

/// <summary>
/// Task tokens: which execution and what in it waits, with a signature, so that none can be made up. Nothing is kept of them.
/// </summary>
internal sealed class TaskTokens(string seed)
{
    private const byte Version = 1;
    private const int Named = 1 + sizeof(long) + sizeof(int);
    private const int Signature = 32;

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\ntask tokens"));

    public string Make(long run, int pending)
    {
        var token = new byte[Named + Signature];
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), run);
        BinaryPrimitives.WriteInt32BigEndian(token.AsSpan(1 + sizeof(long)), pending);
        HMACSHA256.HashData(_key, token.AsSpan(0, Named), token.AsSpan(Named));
        return Convert.ToBase64String(token);
    }

    /// <summary>What a token stands for; null where it was not made here.</summary>
    public (long Run, int Pending)? Read(string? text)
    {
        var token = new byte[Named + Signature];
        if (text is null || !Convert.TryFromBase64String(text, token, out var length) || length != token.Length || token[0] != Version
            || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, token.AsSpan(0, Named)), token.AsSpan(Named)))
        {
            return null;
        }

        return (BinaryPrimitives.ReadInt64BigEndian(token.AsSpan(1)), BinaryPrimitives.ReadInt32BigEndian(token.AsSpan(1 + sizeof(long))));
    }
}
