using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Rules;

/// <summary>What an event has to be: one JSON object in UTF-8.</summary>
internal static class EventSyntax
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventScan.MaxDepth };

    /// <exception cref="EventSyntaxException">It is not; says why and where.</exception>
    public static void Check(ReadOnlySpan<byte> utf8)
    {
        if (JsonSyntax.IsObject(utf8, EventScan.MaxDepth))
        {
            return;
        }

        if (!Utf8.IsValid(utf8))
        {
            throw new EventSyntaxException($"Event is not valid UTF-8 at byte {ValidLength(utf8)}");
        }

        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new EventSyntaxException("Event must be a JSON object");
            }

            while (reader.Read())
            {
                // Reading is checking.
            }
        }
        catch (JsonException fault)
        {
            throw new EventSyntaxException(fault.Message);
        }
    }

    private static int ValidLength(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(utf8[length..], out _, out var read) == OperationStatus.Done)
        {
            length += read;
        }

        return length;
    }
}
