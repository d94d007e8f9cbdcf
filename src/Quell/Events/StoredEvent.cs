using System.Text;

namespace Quell.Events;

/// <summary>An event as the journal has it.</summary>
/// <param name="Bus">The bus that it was put on, by name; in the account and region given.</param>
/// <param name="Stored">When it was stored.</param>
/// <param name="Body">The envelope, compact JSON in UTF-8.</param>
internal sealed record StoredEvent(
    long Sequence, string Account, string Region, string Bus, DateTimeOffset Stored, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Hash)
{
    /// <summary>Behind <c>{"version":"0","id":"</c>.</summary>
    private const int IdStart = 21;
    private const int IdLength = 36;

    /// <summary>The event's id. An event that came from another bus has that of its first one.</summary>
    public string Id => IdOf(Body.Span);

    /// <summary>The id in an envelope that Quell has written.</summary>
    public static string IdOf(ReadOnlySpan<byte> envelope) => Encoding.ASCII.GetString(envelope.Slice(IdStart, IdLength));
}
