using System.Text;

namespace Quell.Aws.Operations;

/// <summary>A place in a listing as an opaque text that clients hand back: <c>NextToken</c>, <c>Marker</c> and their like.</summary>
internal static class PageToken
{
    /// <summary>Stands before each place, so that a text which happens to be Base64 is not taken for a token.</summary>
    private const string Mark = "after:";

    public static string Write(string place) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Mark + place));

    /// <returns>The place that the token names; null for no token.</returns>
    /// <param name="token">What a client handed in.</param>
    /// <param name="refusal">What a token is refused with that <see cref="Write"/> did not make.</param>
    public static string? Read(string? token, Func<Exception> refusal)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length) is var text && text.StartsWith(Mark, StringComparison.Ordinal)
            ? text[Mark.Length..]
            : throw refusal();
    }
}
