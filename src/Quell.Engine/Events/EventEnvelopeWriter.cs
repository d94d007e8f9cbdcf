using System.Buffers;
using System.Buffers.Text;

namespace Quell.Engine.Events;

/// <summary>
/// Writes the envelope of an event as EventBridge delivers it (user guide, "Event structure"): compact JSON, members in the
/// order version, id, detail-type, source, account, time, region, resources, detail. Trusts its parts: what is given as JSON
/// must be JSON.
/// </summary>
internal static class EventEnvelopeWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> SpaceOrQuote = SearchValues.Create(" \t\r\n\""u8);

    public static void Write(IBufferWriter<byte> buffer, in EventParts parts)
    {
        buffer.Write("{\"version\":\"0\",\"id\":\""u8);
        buffer.Write(parts.Id);
        buffer.Write("\",\"detail-type\":\""u8);
        WriteEscaped(buffer, parts.DetailType);
        buffer.Write("\",\"source\":\""u8);
        WriteEscaped(buffer, parts.Source);
        buffer.Write("\",\"account\":\""u8);
        WriteEscaped(buffer, parts.Account);
        buffer.Write("\",\"time\":\""u8);
        WriteTime(buffer, parts.Time);
        buffer.Write("\",\"region\":\""u8);
        WriteEscaped(buffer, parts.Region);
        buffer.Write("\",\"resources\":"u8);
        WriteCompact(buffer, parts.ResourcesJson.IsEmpty ? "[]"u8 : parts.ResourcesJson);
        buffer.Write(",\"detail\":"u8);
        WriteCompact(buffer, parts.DetailJson);
        buffer.Write("}"u8);
    }

    /// <summary>Writes a JSON text without the white space between its tokens.</summary>
    internal static void WriteCompact(IBufferWriter<byte> buffer, ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            var stop = json.IndexOfAny(SpaceOrQuote);
            if (stop < 0)
            {
                buffer.Write(json);
                return;
            }

            var isQuote = json[stop] == '"';
            var end = isQuote ? stop + StringLength(json[stop..]) : stop;
            buffer.Write(json[..end]);
            json = json[(isQuote ? end : end + 1)..];
        }
    }

    /// <summary>The time as the envelope has it, yyyy-MM-ddTHH:mm:ssZ.</summary>
    internal static void WriteTime(IBufferWriter<byte> buffer, DateTimeOffset time)
    {
        var span = buffer.GetSpan(33);
        // "O" on a UTC DateTime: 2026-01-02T03:04:05.0000000Z.
        Utf8Formatter.TryFormat(time.UtcDateTime, span, out _, new StandardFormat('O'));
        span[19] = (byte)'Z';
        buffer.Advance(20);
    }

    private static int StringLength(ReadOnlySpan<byte> json)
    {
        for (var position = 1; position < json.Length;)
        {
            var stop = json[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                break;
            }

            position += stop;
            if (json[position] == '"')
            {
                return position + 1;
            }

            position += 2;
        }

        return json.Length;
    }

    internal static void WriteEscaped(IBufferWriter<byte> buffer, ReadOnlySpan<byte> text)
    {
        for (var stop = text.IndexOfAny(Escaped); stop >= 0; stop = text.IndexOfAny(Escaped))
        {
            buffer.Write(text[..stop]);
            if (text[stop] is (byte)'"' or (byte)'\\')
            {
                buffer.Write([(byte)'\\', text[stop]]);
            }
            else
            {
                buffer.Write("\\u00"u8);
                buffer.Write([(byte)('0' + (text[stop] >> 4)), (byte)"0123456789abcdef"[text[stop] & 0xF]]);
            }

            text = text[(stop + 1)..];
        }

        buffer.Write(text);
    }
}
