using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Quell.Aws;

namespace Quell.Sandbox.Compute;

/// <summary>A public key as OpenSSH writes it (RFC 4253, section 6.6; RFC 8709).</summary>
/// <param name="Type"><c>rsa</c> or <c>ed25519</c>.</param>
/// <param name="Fingerprint">As EC2 shows it (EC2 User Guide, "Verify the fingerprint of your key pair").</param>
/// <param name="Text">The line of an <c>authorized_keys</c> file.</param>
internal sealed record PublicKey(string Type, string Fingerprint, string Text)
{
    private const string RsaName = "ssh-rsa";
    private const string EdName = "ssh-ed25519";

    /// <summary>The public half of a key.</summary>
    public static PublicKey Of(RSA key, string comment)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        byte[] blob = [.. Field(Encoding.ASCII.GetBytes(RsaName)), .. Field(Number(parameters.Exponent!)), .. Field(Number(parameters.Modulus!))];
        return new("rsa", Colons(Md5(key.ExportSubjectPublicKeyInfo())), $"{RsaName} {Convert.ToBase64String(blob)} {comment}");
    }

    /// <summary>Reads an imported key: base64 of an OpenSSH line, or of the DER form of an RSA key.</summary>
    /// <exception cref="AwsException">It is neither.</exception>
    public static PublicKey Read(string material)
    {
        try
        {
            var bytes = Convert.FromBase64String(material);
            return Encoding.UTF8.GetString(bytes).Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) switch
            {
                [RsaName, var blob, ..] => Of(ReadRsa(Convert.FromBase64String(blob)), Encoding.UTF8.GetString(bytes).Trim()),
                [EdName, var blob, ..] => ReadEd(Convert.FromBase64String(blob), Encoding.UTF8.GetString(bytes).Trim()),
                _ => ReadDer(bytes),
            };
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or ArgumentException)
        {
            throw Malformed();
        }
    }

    public static string Colons(byte[] digest) => string.Join(':', digest.Select(value => Convert.ToHexStringLower([value])));

    [SuppressMessage("Security", "CA5350", Justification = "The fingerprint that EC2 shows is SHA-1; nothing trusts it.")]
    public static byte[] Sha1(byte[] data) => SHA1.HashData(data);

    [SuppressMessage("Security", "CA5351", Justification = "The fingerprint that EC2 shows is MD5; nothing trusts it.")]
    private static byte[] Md5(byte[] data) => MD5.HashData(data);

    private static PublicKey Of(RSAParameters parameters, string line)
    {
        using var key = RSA.Create(parameters);
        return Of(key, "") with { Text = line };
    }

    private static PublicKey ReadDer(byte[] bytes)
    {
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(bytes, out _);
        return Of(key, "") is var read ? read with { Text = read.Text.TrimEnd() } : throw Malformed();
    }

    private static PublicKey ReadEd(byte[] blob, string line)
    {
        var position = 0;
        return Encoding.ASCII.GetString(Next(blob, ref position)) == EdName && Next(blob, ref position).Length == 32
            ? new("ed25519", Convert.ToBase64String(SHA256.HashData(blob)), line)
            : throw Malformed();
    }

    private static RSAParameters ReadRsa(byte[] blob)
    {
        var position = 0;
        return Encoding.ASCII.GetString(Next(blob, ref position)) == RsaName
            ? new RSAParameters { Exponent = Plain(Next(blob, ref position)), Modulus = Plain(Next(blob, ref position)) }
            : throw Malformed();
    }

    private static byte[] Next(byte[] blob, ref int position)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(blob.AsSpan(position));
        var field = blob.AsSpan(position + 4, length).ToArray();
        position += 4 + length;
        return field;
    }

    private static byte[] Field(byte[] value)
    {
        var field = new byte[4 + value.Length];
        BinaryPrimitives.WriteInt32BigEndian(field, value.Length);
        value.CopyTo(field, 4);
        return field;
    }

    /// <summary>A number has a zero in front where it would otherwise be read as negative.</summary>
    private static byte[] Number(byte[] value) => value[0] >= 0x80 ? [0, .. value] : value;

    private static byte[] Plain(byte[] number) => number.AsSpan().TrimStart((byte)0).ToArray();

    private static AwsException Malformed() => new("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
}
