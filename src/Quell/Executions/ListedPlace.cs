using System.Globalization;

namespace Quell.Executions;

/// <summary>Where an execution stands in a listing, of which the newest come first: many may be of one millisecond.</summary>
/// <param name="Created">Milliseconds since 1970.</param>
internal readonly record struct ListedPlace(long Created, string Id)
{
    /// <summary>Before the first.</summary>
    public static readonly ListedPlace Newest = new(long.MaxValue, "");

    /// <summary>As clients hand it back to have what comes behind it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Created}:{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static ListedPlace? Parse(string text) =>
        text.Split(':', 2) is [var created, { Length: > 0 } id] && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, id)
            : null;
}
