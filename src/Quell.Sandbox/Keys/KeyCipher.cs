using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Sandbox.Keys;

/// <summary>
/// What KMS's ciphertexts consist of here: a version, the key's id, which of its materials, nonce, tag and the text under
/// AES-256-GCM, with the encryption context as associated data (KMS Developer Guide, "Cryptographic details").
/// </summary>
internal static class KeyCipher
{
    private const byte Version = 1;
    private const int IdLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + IdLength + sizeof(ushort);
    private const int Overhead = HeaderLength + NonceLength + TagLength;

    /// <param name="salt">New with every call. The nonce also depends on what is sealed, so that none is used for two texts.</param>
    public static byte[] Seal(KmsKey key, ReadOnlySpan<byte> text, JsonObject? context, byte[] salt)
    {
        var materials = key.Value.Array(KmsKey.Material).Strings.ToList();
        var material = Convert.FromHexString(materials[^1]);
        var blob = new byte[Overhead + text.Length];
        blob[0] = Version;
        Guid.Parse(key.Id).TryWriteBytes(blob.AsSpan(1, IdLength), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(blob.AsSpan(1 + IdLength), (ushort)(materials.Count - 1));
        var associated = Associated(key, context);
        byte[] whole = [.. salt, .. associated, .. text];
        var nonce = HMACSHA256.HashData(material, whole)[..NonceLength];
        nonce.CopyTo(blob, HeaderLength);
        using var cipher = new AesGcm(material, TagLength);
        cipher.Encrypt(nonce, text, blob.AsSpan(Overhead), blob.AsSpan(HeaderLength + NonceLength, TagLength), associated);
        return blob;
    }

    /// <summary>The id of the key that the blob was sealed with; null where it is no blob of this form.</summary>
    public static string? KeyIdOf(ReadOnlySpan<byte> blob) =>
        blob.Length >= Overhead && blob[0] == Version ? new Guid(blob.Slice(1, IdLength), bigEndian: true).ToString() : null;

    /// <returns>False where the blob was altered, or the context is not the one that it was sealed with.</returns>
    public static bool TryOpen(KmsKey key, ReadOnlySpan<byte> blob, JsonObject? context, [NotNullWhen(true)] out byte[]? text)
    {
        text = null;
        var materials = key.Value.Array(KmsKey.Material).Strings.ToList();
        var number = BinaryPrimitives.ReadUInt16BigEndian(blob[(1 + IdLength)..]);
        if (number >= materials.Count)
        {
            return false;
        }

        var opened = new byte[blob.Length - Overhead];
        using var cipher = new AesGcm(Convert.FromHexString(materials[number]), TagLength);
        try
        {
            cipher.Decrypt(
                blob.Slice(HeaderLength, NonceLength), blob[Overhead..], blob.Slice(HeaderLength + NonceLength, TagLength), opened,
                Associated(key, context));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        text = opened;
        return true;
    }

    private static byte[] Associated(KmsKey key, JsonObject? context) =>
        Encoding.UTF8.GetBytes($"{key.Arn}\n").Concat(JsonWriting.ToCanonicalUtf8(context ?? JsonObject.Empty)).ToArray();
}
