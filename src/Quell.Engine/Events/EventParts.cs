namespace Quell.Engine.Events;

/// <summary>
/// What an event is made of, as UTF-8 where the bytes already lie; nothing is copied. Texts are unescaped.
/// </summary>
internal readonly ref struct EventParts
{
    /// <summary>See <see cref="EventId"/>.</summary>
    public required ReadOnlySpan<byte> Id { get; init; }

    public required ReadOnlySpan<byte> Source { get; init; }

    public required ReadOnlySpan<byte> DetailType { get; init; }

    /// <summary>The 12-digit account that the event is of.</summary>
    public required ReadOnlySpan<byte> Account { get; init; }

    public required ReadOnlySpan<byte> Region { get; init; }

    /// <summary>When it happened; written in UTC to the second.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The resources as a JSON array of strings; empty for none.</summary>
    public ReadOnlySpan<byte> ResourcesJson { get; init; }

    /// <summary>The detail, a JSON object; white space between its tokens is dropped.</summary>
    public required ReadOnlySpan<byte> DetailJson { get; init; }
}
