using System.Buffers;
using System.Text;

namespace Quell.Engine.Events;

/// <summary>
/// Marks an event as a replayed one: the member <c>replay-name</c> of its envelope (user guide, "Archiving and replaying
/// events"). It stands behind the id, so that it is found without reading the event. For envelopes that
/// <see cref="EventEnvelopeWriter"/> has written.
/// </summary>
internal static class ReplayedEnvelope
{
    // {"version":"0","id":"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" and no further.
    private const int BehindId = 58;

    private static ReadOnlySpan<byte> Member => ",\"replay-name\":\""u8;

    public static bool Is(ReadOnlySpan<byte> envelope) => envelope.Length > BehindId && envelope[BehindId..].StartsWith(Member);

    /// <summary>The event as a replay sends it; in place of another replay's name.</summary>
    /// <param name="name">Letters, digits, dots, dashes and underscores.</param>
    public static byte[] Of(ReadOnlySpan<byte> envelope, string name)
    {
        var rest = envelope[BehindId..];
        if (Is(envelope))
        {
            rest = rest[Member.Length..];
            rest = rest[(rest.IndexOf((byte)'"') + 1)..];
        }

        var text = new ArrayBufferWriter<byte>(envelope.Length + Member.Length + name.Length + 1);
        text.Write(envelope[..BehindId]);
        text.Write(Member);
        Encoding.ASCII.GetBytes(name, text);
        text.Write("\""u8);
        text.Write(rest);
        return text.WrittenSpan.ToArray();
    }
}
