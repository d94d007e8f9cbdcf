using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Quell.Engine.Events;

/// <summary>
/// Marks an event as a replayed one: the member <c>replay-name</c> of its envelope (user guide, "Archiving and replaying
/// events"). It stands behind the id, so that it is found without reading the event. For envelopes that begin as those of
/// <see cref="EventEnvelopeWriter"/> do, with version and id.
/// </summary>
internal static class ReplayedEnvelope
{
    private static ReadOnlySpan<byte> Member => ",\"replay-name\":\""u8;

    public static bool Is(ReadOnlySpan<byte> envelope) => envelope[BehindId(envelope)..].StartsWith(Member);

    /// <summary>The replay's name; null in an event that is not replayed.</summary>
    public static string? NameIn(ReadOnlySpan<byte> envelope)
    {
        var rest = envelope[BehindId(envelope)..];
        if (!rest.StartsWith(Member))
        {
            return null;
        }

        rest = rest[Member.Length..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    /// <summary>The event as a replay sends it; in place of another replay's name.</summary>
    /// <param name="name">Letters, digits, dots, dashes and underscores.</param>
    public static byte[] Of(ReadOnlySpan<byte> envelope, string name)
    {
        var start = BehindId(envelope);
        var rest = envelope[start..];
        if (rest.StartsWith(Member))
        {
            rest = rest[Member.Length..];
            rest = rest[(rest.IndexOf((byte)'"') + 1)..];
        }

        var text = new ArrayBufferWriter<byte>(envelope.Length + Member.Length + name.Length + 1);
        text.Write(envelope[..start]);
        text.Write(Member);
        Encoding.ASCII.GetBytes(name, text);
        text.Write("\""u8);
        text.Write(rest);
        return text.WrittenSpan.ToArray();
    }

    private static int BehindId(ReadOnlySpan<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope);

        // {, version, its value, id, its value.
        for (var token = 0; token < 5; token++)
        {
            reader.Read();
        }

        return (int)reader.BytesConsumed;
    }
}
