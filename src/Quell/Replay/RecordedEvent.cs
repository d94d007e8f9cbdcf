namespace Quell.Replay;

/// <summary>An event out of a file.</summary>
/// <param name="Utf8">A JSON value, good until the next one is read; of a line only what matching needs has been checked.</param>
/// <param name="IsFromTrail">It was made of a CloudTrail record.</param>
/// <param name="IsReadOnlyCall">It reaches only rules that ask for read-only calls.</param>
/// <param name="Place">File and line or record, for errors.</param>
internal readonly record struct RecordedEvent(ReadOnlyMemory<byte> Utf8, bool IsFromTrail, bool IsReadOnlyCall, Func<string> Place);
