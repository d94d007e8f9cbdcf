using System.Text.Json;

namespace Quell.Engine.Events;

/// <summary>Reads when an event happened off its envelope.</summary>
internal static class EnvelopeTime
{
    // Deeper than any event that is taken.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_100 };

    /// <summary>The member <c>time</c>; null where there is none, or it is no time.</summary>
    public static DateTimeOffset? Of(ReadOnlySpan<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("time"u8);
            reader.Read();
            if (isTime)
            {
                return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time : null;
            }

            reader.Skip();
        }

        return null;
    }
}
