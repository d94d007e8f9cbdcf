using System.Security.Cryptography;
using System.Text;

namespace Quell.Secrets;

/// <summary>
/// Seals what must not lie readable in the journal (AES-256-GCM, a fresh nonce for each value). A sealed value opens only for
/// what it was sealed for, so that nobody can move it to another resource. Safe for any number of threads.
/// </summary>
internal sealed class SecretBox
{
    /// <summary>How every sealed value begins, as UTF-8 text in whatever holds it.</summary>
    public const string Mark = "sealed:v1:";

    public const int KeyLength = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    public SecretBox(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        _key = key.ToArray();
    }

    /// <summary>A key of its own for another purpose, from which this box's does not follow (HKDF, RFC 5869).</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyLength, info: Encoding.UTF8.GetBytes(purpose));

    /// <param name="owner">What the secret belongs to, such as the ARN of its resource; not secret itself.</param>
    public string Seal(string secret, string owner)
    {
        var text = Encoding.UTF8.GetBytes(secret);
        var sealedBytes = new byte[NonceLength + TagLength + text.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(
            nonce, text, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(owner));
        CryptographicOperations.ZeroMemory(text);
        return Mark + Convert.ToBase64String(sealedBytes);
    }

    /// <exception cref="SecretException">It was sealed with another key or for another owner, or is not whole.</exception>
    public string Open(string sealedText, string owner)
    {
        if (!sealedText.StartsWith(Mark, StringComparison.Ordinal))
        {
            throw new SecretException($"What is kept for {owner} is no sealed value.");
        }

        var bytes = new byte[sealedText.Length];
        if (!Convert.TryFromBase64Chars(sealedText.AsSpan(Mark.Length), bytes, out var length) || length < NonceLength + TagLength)
        {
            throw new SecretException($"The sealed value of {owner} is not whole.");
        }

        var text = new byte[length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(_key, TagLength);
            cipher.Decrypt(
                bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength, text.Length), bytes.AsSpan(NonceLength, TagLength),
                text, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(text);
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw new SecretException($"The sealed value of {owner} does not open: it was sealed with another key or for something else, or was altered.", fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}

/// <summary>A sealed value does not open. The message names whose it is, never what it holds.</summary>
internal sealed class SecretException(string message, Exception? inner = null) : Exception(message, inner);
