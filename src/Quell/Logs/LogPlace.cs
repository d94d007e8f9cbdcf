using System.Globalization;

namespace Quell.Logs;

/// <summary>A place between the events of a group, ordered by time and then by arrival.</summary>
internal readonly record struct LogPlace(long Time, long Id)
{
    public static readonly LogPlace Start = new(0, 0);

    public string ToToken(string direction) => string.Create(CultureInfo.InvariantCulture, $"{direction}{Time:d20}/{Id:d20}");

    /// <exception cref="Aws.AwsException">The text is no token.</exception>
    public static LogPlace Parse(string token) =>
        token.Split('/') is [_, var time, var id]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(place, number)
            : throw LogErrors.Invalid("The specified nextToken is invalid.");
}

/// <summary>Which events to read.</summary>
/// <param name="Streams">By name.</param>
/// <param name="Start">Milliseconds since 1970, inclusive; null for the first.</param>
/// <param name="End">Exclusive; null for the last.</param>
internal sealed record LogQuery(LogGroup Group, IReadOnlyList<string> Streams, long? Start, long? End)
{
    /// <summary>Only what lies behind (or, backwards, before) this place; null for the end to begin at.</summary>
    public LogPlace? From { get; init; }

    public bool IsForward { get; init; } = true;

    public int Limit { get; init; } = 10_000;
}

/// <summary>An event as it is stored.</summary>
internal sealed record LogRow(long Id, string Stream, long Time, long Ingested, string Message)
{
    public LogPlace Place => new(Time, Id);
}

/// <summary>A stream as it is stored; times in milliseconds since 1970, null before the first event.</summary>
internal sealed record LogStreamRow(long Id, string Name, long Created, long? First, long? Last, long? Ingested);
