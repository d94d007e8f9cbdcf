using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>
/// Writes answers of <c>quell eval</c> as JSON. An expression can make halves of surrogate pairs (<c>$split('𝄞', '')</c>): they are
/// written as escapes, as ECMAScript's JSON.stringify does it, and not replaced.
/// </summary>
internal static class EvalWriting
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonReading.MaxDepth + 2 };

    public static void Write(JsonValue value, IBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer, Options);
        Write(value, writer);
    }

    private static void Write(JsonValue value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(member, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonArray array:
                writer.WriteStartArray();
                foreach (var item in array)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonString { Value: var text } when HasHalf(text):
                writer.WriteRawValue(Escaped(text), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool HasHalf(string text)
    {
        for (var at = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return true;
            }

            at++;
        }

        return false;
    }

    private static string Escaped(string text)
    {
        var result = new StringBuilder(text.Length + 16).Append('"');
        foreach (var character in text)
        {
            _ = character is '"' or '\\' or < ' ' || char.IsSurrogate(character)
                ? result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : result.Append(character);
        }

        return result.Append('"').ToString();
    }
}
