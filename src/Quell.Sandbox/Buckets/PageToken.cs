using System.Text;

namespace Quell.Sandbox.Buckets;

/// <summary>A place in a listing as an opaque text that clients hand back.</summary>
internal static class PageToken
{
    public static string Write(string after) => Convert.ToBase64String(Encoding.UTF8.GetBytes(after));

    /// <summary>The place that the token names; null for no token.</summary>
    public static string? Read(string? token)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && length > 0
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw BucketErrors.InvalidArgument("The continuation token provided is incorrect");
    }
}
