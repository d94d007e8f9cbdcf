using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Aws.Operations;

/// <summary>
/// Makes ids that depend on nothing but a seed, an owner (an execution, or the ordinal of a call from outside) and how many
/// the owner has made before, so that a preview, a test and a replay get the ids of the real run. Not for several threads.
/// </summary>
internal sealed class IdSource(string seed, string owner)
{
    private long _ordinal;

    /// <summary>What secrets derive from beside the seed, so that who knows the seed alone knows none of them.</summary>
    public byte[] Key { get; init; } = [];

    /// <summary>An id in AWS's long form: the prefix and 17 hex digits.</summary>
    public string Next(string prefix) => prefix + Hex(17);

    /// <summary>The next <paramref name="digits"/> (at most 64) lower-case hex digits.</summary>
    public string Hex(int digits) => Convert.ToHexStringLower(NextHash())[..digits];

    /// <summary>A UUID's text (version 4 in form).</summary>
    public string Uuid()
    {
        var bytes = NextHash().AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>An id in IAM's form: prefix (<c>AIDA</c>, <c>AKIA</c>, …) and upper-case base-32 characters, 20 to 21 in all.</summary>
    public string Unique(string prefix, int length = 21)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var hash = NextHash();
        var text = new StringBuilder(prefix, length);
        for (var position = 0; text.Length < length; position++)
        {
            text.Append(Alphabet[hash[position] & 31]);
        }

        return text.ToString();
    }

    /// <summary>Bytes that nobody guesses who has not <see cref="Key"/> (HKDF, RFC 5869): access keys, key material, passwords.</summary>
    public byte[] Secret(int count) => HKDF.DeriveKey(HashAlgorithmName.SHA256, NextHash(), count, Key);

    private byte[] NextHash()
    {
        var text = Encoding.UTF8.GetBytes($"{seed}\n{owner}\n");
        var input = new byte[text.Length + sizeof(long)];
        text.CopyTo(input, 0);
        BinaryPrimitives.WriteInt64BigEndian(input.AsSpan(text.Length), _ordinal++);
        return SHA256.HashData(input);
    }
}
