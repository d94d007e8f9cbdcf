using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Logs;

/// <summary>A place in a listing as an opaque text that clients hand back, and how long a page is.</summary>
internal static class LogPage
{
    /// <exception cref="Aws.AwsException">The token is none that <see cref="PageToken.Write"/> made.</exception>
    public static string? Read(string? token) => PageToken.Read(token, static () => LogErrors.Invalid("The specified nextToken is invalid."));

    /// <param name="otherwise">Where the request names no limit.</param>
    public static int Limit(JsonObject input, int otherwise, int most) => input.Long("limit") switch
    {
        null => otherwise,
        { } limit when limit >= 1 && limit <= most => (int)limit,
        var limit => throw LogErrors.Invalid(
            $"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value {(limit < 1 ? "greater than or equal to 1" : $"less than or equal to {most}")}"),
    };
}
