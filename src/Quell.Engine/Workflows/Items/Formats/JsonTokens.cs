using System.Text.Json;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>Reads a JSON text token by token and value by value from a stream, holding no more of it than one value.</summary>
internal sealed class JsonTokens(Stream stream)
{
    private readonly ByteWindow _window = new(stream);
    private JsonReaderState _state = new(new() { MaxDepth = JsonReading.MaxDepth });

    private delegate bool Step<T>(ref Utf8JsonReader reader, out T result);

    /// <summary>Takes the next token; <see cref="JsonTokenType.None"/> at the end of the text.</summary>
    public JsonTokenType Next() => Read((ref Utf8JsonReader reader, out JsonTokenType token) =>
    {
        var any = reader.Read();
        token = any ? reader.TokenType : JsonTokenType.None;
        return any;
    });

    /// <summary>Takes the next token: a member's name, or null at the end of the object.</summary>
    public string? Name() => Read((ref Utf8JsonReader reader, out string? name) =>
    {
        name = null;
        if (!reader.Read())
        {
            return false;
        }

        name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
        return true;
    });

    /// <summary>Takes the next value whole; C# null at the end of the array that it would stand in.</summary>
    public JsonValue? Value() => Read((ref Utf8JsonReader reader, out JsonValue? value) =>
    {
        value = null;
        var start = reader;
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.EndArray)
        {
            return true;
        }

        if (!reader.TrySkip())
        {
            return false;
        }

        start.Read();
        value = JsonReading.Read(ref start);
        return true;
    });

    /// <summary>Leaves out the next value, however large it is; false at the end of the array that it would stand in.</summary>
    public bool Skip()
    {
        var depth = 0;
        do
        {
            depth += Next() switch
            {
                JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                _ => 0,
            };
        }
        while (depth > 0);
        return depth == 0;
    }

    private T Read<T>(Step<T> step)
    {
        try
        {
            while (true)
            {
                var reader = new Utf8JsonReader(_window.Bytes, _window.IsLast, _state);
                if (step(ref reader, out var result))
                {
                    _window.Take((int)reader.BytesConsumed);
                    _state = reader.CurrentState;
                    return result;
                }

                if (!_window.Fill() && reader.IsFinalBlock)
                {
                    return result;
                }
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // A string that is not UTF-8, or has half a surrogate pair, is found only when it is taken out.
            throw new ItemReaderException($"The file is not valid JSON: {ReasonOf(wrong)}", wrong);
        }
    }

    // The places in the framework's texts count within the part of the file that is at hand.
    private static string ReasonOf(Exception wrong)
    {
        var place = wrong.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? wrong.Message : wrong.Message[..place];
    }
}
