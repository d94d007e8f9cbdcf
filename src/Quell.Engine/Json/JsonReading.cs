using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>Reads JSON texts as RFC 8259 has them: no comments, no trailing commas, 512 levels at most.</summary>
internal static class JsonReading
{
    /// <summary>Levels of nesting a text may have.</summary>
    public const int MaxDepth = 512;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <inheritdoc cref="JsonValue.Parse(ReadOnlySpan{byte})"/>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8) => Parse(utf8, takesHalves: false);

    /// <param name="takesHalves">Whether a string may have an escape of half a surrogate pair, which no JSON text of ours can hold.</param>
    /// <inheritdoc cref="JsonValue.Parse(ReadOnlySpan{byte})"/>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8, bool takesHalves)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            reader.Read();
            var value = Read(ref reader, takesHalves);
            reader.Read();
            return value;
        }
        catch (JsonException fault)
        {
            throw Explain(fault);
        }
        catch (Exception fault) when (fault is DecoderFallbackException or InvalidOperationException { InnerException: DecoderFallbackException or null })
        {
            // The reader defers checking UTF-8 and surrogate escapes until a string is taken out.
            throw new JsonSyntaxException("A string is not valid UTF-8 or has an unpaired surrogate escape.", 1, reader.TokenStartIndex + 1);
        }
    }

    /// <summary>Reads the value that the reader stands on, and leaves it on the value's last token.</summary>
    public static JsonValue Read(ref Utf8JsonReader reader, bool takesHalves = false) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, takesHalves),
        JsonTokenType.StartArray => ReadArray(ref reader, takesHalves),
        JsonTokenType.String => new JsonString(Text(ref reader, takesHalves)),
        JsonTokenType.Number => new JsonNumber(Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.True => JsonBoolean.Of(true),
        JsonTokenType.False => JsonBoolean.Of(false),
        _ => JsonValue.Null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, bool takesHalves)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text(ref reader, takesHalves);
            reader.Read();
            members.Add(new(name, Read(ref reader, takesHalves)));
        }

        return JsonObject.From(members);
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, bool takesHalves)
    {
        var items = new List<JsonValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader, takesHalves));
        }

        return JsonArray.From(items);
    }

    private static string Text(ref Utf8JsonReader reader, bool takesHalves)
    {
        if (!takesHalves || !reader.ValueIsEscaped)
        {
            return reader.GetString() ?? "";
        }

        // The escapes are known to be whole: the reader has been over them.
        var text = Strict.GetString(reader.ValueSpan);
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                result.Append(text[at]);
                continue;
            }

            result.Append(text[++at] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(text.AsSpan((at += 4) - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var character => character,
            });
        }

        return result.ToString();
    }

    private static JsonSyntaxException Explain(JsonException fault)
    {
        // The framework appends its own place, counted from 0; ours counts from 1 as editors do.
        var reason = fault.Message;
        var place = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new(place < 0 ? reason : reason[..place], (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1);
    }
}
