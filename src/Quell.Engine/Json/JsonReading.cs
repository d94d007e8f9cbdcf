using System.Text;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>Reads JSON texts as RFC 8259 has them: no comments, no trailing commas, 512 levels at most.</summary>
internal static class JsonReading
{
    /// <summary>Levels of nesting a text may have.</summary>
    public const int MaxDepth = 512;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <inheritdoc cref="JsonValue.Parse(ReadOnlySpan{byte})"/>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            reader.Read();
            var value = Read(ref reader);
            reader.Read();
            return value;
        }
        catch (JsonException fault)
        {
            throw Explain(fault);
        }
        catch (InvalidOperationException fault) when (fault.InnerException is DecoderFallbackException or null)
        {
            // The reader defers checking UTF-8 and surrogate escapes until a string is taken out.
            throw new JsonSyntaxException("A string is not valid UTF-8 or has an unpaired surrogate escape.", 1, reader.TokenStartIndex + 1);
        }
    }

    /// <summary>Reads the value that the reader stands on, and leaves it on the value's last token.</summary>
    public static JsonValue Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => new JsonString(reader.GetString() ?? ""),
        JsonTokenType.Number => new JsonNumber(Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.True => JsonBoolean.Of(true),
        JsonTokenType.False => JsonBoolean.Of(false),
        _ => JsonValue.Null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            members.Add(new(name, Read(ref reader)));
        }

        return JsonObject.From(members);
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        var items = new List<JsonValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return JsonArray.From(items);
    }

    private static JsonSyntaxException Explain(JsonException fault)
    {
        // The framework appends its own place, counted from 0; ours counts from 1 as editors do.
        var reason = fault.Message;
        var place = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new(place < 0 ? reason : reason[..place], (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1);
    }
}
