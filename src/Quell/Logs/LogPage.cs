using System.Text;
using Quell.Engine.Json;

namespace Quell.Logs;

/// <summary>A place in a listing as an opaque text that clients hand back, and how long a page is.</summary>
internal static class LogPage
{
    public static string Write(string place) => Convert.ToBase64String(Encoding.UTF8.GetBytes(place));

    /// <exception cref="Aws.AwsException">The token is none that <see cref="Write"/> made.</exception>
    public static string? Read(string? token)
    {
        if (token is null)
        {
            return null;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw LogErrors.Invalid("The specified nextToken is invalid.");
    }

    /// <param name="otherwise">Where the request names no limit.</param>
    public static int Limit(JsonObject input, int otherwise, int most) => input.Long("limit") switch
    {
        null => otherwise,
        { } limit when limit >= 1 && limit <= most => (int)limit,
        var limit => throw LogErrors.Invalid(
            $"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value {(limit < 1 ? "greater than or equal to 1" : $"less than or equal to {most}")}"),
    };
}
