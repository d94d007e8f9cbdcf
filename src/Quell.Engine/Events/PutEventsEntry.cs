using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Events;

/// <summary>Why PutEvents refuses one entry: the result entry's ErrorCode and ErrorMessage.</summary>
internal sealed record PutEventsFault(string Code, string Message);

/// <summary>
/// One entry of a PutEvents request as it came, UTF-8 and unescaped, and AWS's rules for it (API reference, PutEvents;
/// user guide, "Calculating PutEvents event entry size"). Empty spans stand for what is missing.
/// </summary>
internal readonly ref struct PutEventsEntry
{
    /// <summary>Entries that one request may have.</summary>
    public const int MaxEntries = 10;

    /// <summary>
    /// Bytes that all entries of a request may have together: 1 MB since January 2026, 256 KB before. A request over it fails as
    /// a whole with <see cref="TooLarge"/>.
    /// </summary>
    public const int MaxRequestSize = 1024 * 1024;

    /// <summary>The message of the ValidationException for a request over <see cref="MaxRequestSize"/>.</summary>
    public const string TooLarge = "Total size of the entries in the request is over the limit.";

    /// <summary>Levels of nesting that a detail may have.</summary>
    private const int MaxDepth = 1000;

    private const int SizeOfTime = 14;

    private static readonly PutEventsFault NotAuthorized = new("NotAuthorizedForSourceException", "Not authorized for the source.");

    private static readonly PutEventsFault Malformed = new("MalformedDetail", "Detail is malformed.");

    public ReadOnlySpan<byte> Source { get; init; }

    public ReadOnlySpan<byte> DetailType { get; init; }

    public ReadOnlySpan<byte> Detail { get; init; }

    public bool HasTime { get; init; }

    /// <summary>The bytes of all resources together.</summary>
    public int SizeOfResources { get; init; }

    /// <summary>What the entry counts against <see cref="MaxRequestSize"/>.</summary>
    public int Size => (HasTime ? SizeOfTime : 0) + Source.Length + DetailType.Length + Detail.Length + SizeOfResources;

    /// <summary>Why the entry is refused; null where it is not.</summary>
    public PutEventsFault? Check()
    {
        if (Source.IsEmpty)
        {
            return Missing("Source");
        }

        if (DetailType.IsEmpty)
        {
            return Missing("DetailType");
        }

        if (Detail.IsEmpty)
        {
            return Missing("Detail");
        }

        return Source.StartsWith("aws."u8) ? NotAuthorized
            : JsonSyntax.IsObject(Detail, MaxDepth) ? null
            : Malformed;
    }

    private static PutEventsFault Missing(string parameter) =>
        new("InvalidArgument", $"Parameter {parameter} is not valid. Reason: {parameter} is a required argument.");
}
