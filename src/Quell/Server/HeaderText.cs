using System.Text;

namespace Quell.Server;

/// <summary>Values of response headers.</summary>
internal static class HeaderText
{
    /// <summary>
    /// The value, or its RFC 2047 form where HTTP has no place for it as it is: that is how S3 returns metadata that is not US-ASCII
    /// (Amazon S3 User Guide, "Working with object metadata"). Line breaks cannot get out of it either.
    /// </summary>
    public static string Encode(string value) => value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 || IsTabbed(value)
        ? value
        : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";

    private static bool IsTabbed(string value) => value.All(letter => letter is '\t' or (>= ' ' and <= '~'));
}
