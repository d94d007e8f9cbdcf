using System.Security.Cryptography;
using System.Text;
using Quell.Aws.Calls;

namespace Quell.Sandbox.Tests.Objects;

/// <summary>Content as the server spools it.</summary>
internal static class SomeBlob
{
#pragma warning disable CA5351 // MD5 is what S3's ETag is, not a protection.
    public static Blob Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new(
            Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, Convert.ToHexStringLower(MD5.HashData(bytes)));
    }
#pragma warning restore CA5351
}
