using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// Derived signing keys, so that the four HMACs behind one are paid once per secret, day, region and service. Holds at most
/// twice <paramref name="capacity"/> keys in two generations: a full young one becomes the old one, whose unused keys are then
/// forgotten with it. Safe for concurrent use.
/// </summary>
internal sealed class SigningKeyCache(int capacity = 1024)
{
    private volatile Generations _generations = new(new(), new());

    public int Count => _generations.Young.Count + _generations.Old.Count;

    /// <summary>The 32 bytes of the key; do not change them.</summary>
    public byte[] Get(string secret, SigningScope scope)
    {
        var (young, old) = _generations;
        var entry = (secret, scope);
        if (young.TryGetValue(entry, out var key))
        {
            return key;
        }

        if (!old.TryGetValue(entry, out key))
        {
            key = Derive(secret, scope);
        }

        if (young.Count >= capacity)
        {
            _generations = new(young = new(), _generations.Young);
        }

        young[entry] = key;
        return key;
    }

    private static byte[] Derive(string secret, SigningScope scope)
    {
        Span<byte> key = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secret), Encoding.UTF8.GetBytes(scope.Date), key);
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(scope.Region), key);
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(scope.Service), key);
        return HMACSHA256.HashData(key, "aws4_request"u8);
    }

    private sealed record Generations(
        ConcurrentDictionary<(string, SigningScope), byte[]> Young, ConcurrentDictionary<(string, SigningScope), byte[]> Old);
}
