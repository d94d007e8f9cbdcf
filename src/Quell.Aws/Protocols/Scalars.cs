using System.Globalization;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>Values without parts as text: in headers, paths, queries, forms and XML.</summary>
internal static class Scalars
{
    /// <summary>The neutral value of a text.</summary>
    /// <exception cref="FormatException">It is no text of that shape; the message completes "value …".</exception>
    public static JsonValue Read(Shape shape, string text) => shape switch
    {
        Shape.Boolean => ReadBoolean(text),
        Shape.Number number => ReadNumber(number, text),
        Shape.Timestamp => Timestamps.TryRead(text.Trim(), out var time)
            ? Timestamps.ToNeutral(time)
            : throw new FormatException($"'{text}' is not a timestamp"),
        Shape.Blob => IsBase64(text) ? text : throw new FormatException("is not base64"),
        _ => text,
    };

    /// <summary>The text of a neutral value.</summary>
    /// <exception cref="ArgumentException">The value is not of the shape's kind.</exception>
    public static string Write(Shape shape, JsonValue value, string timestampFormat, bool withMilliseconds = false) => value switch
    {
        JsonBoolean boolean => boolean.Value ? "true" : "false",
        JsonNumber number when shape is Shape.Timestamp => WriteTime(number.Text, timestampFormat, withMilliseconds),
        JsonNumber number => number.Text,
        JsonString text when shape is Shape.Timestamp => WriteTime(text.Value, timestampFormat, withMilliseconds),
        JsonString text => text.Value,
        _ => throw new ArgumentException($"{shape.Name} takes a single value, not {value}.", nameof(value)),
    };

    /// <summary>Whether the text is base64, with or without line breaks.</summary>
    public static bool IsBase64(string text) =>
        Convert.TryFromBase64String(text, new byte[text.Length / 4 * 3 + 3], out _);

    private static JsonBoolean ReadBoolean(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "1" => JsonBoolean.Of(true),
        "false" or "0" => JsonBoolean.Of(false),
        _ => throw new FormatException($"'{text}' is not a boolean"),
    };

    private static JsonValue ReadNumber(Shape.Number shape, string text)
    {
        var trimmed = text.Trim();
        if (shape.IsWhole)
        {
            return long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? whole
                : throw new FormatException($"'{text}' is not an integer");
        }

        if (trimmed is "NaN" or "Infinity" or "-Infinity")
        {
            return trimmed;
        }

        return double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"'{text}' is not a number");
    }

    private static string WriteTime(string text, string format, bool withMilliseconds) => Timestamps.TryRead(text, out var time)
        ? Timestamps.Write(time, format, withMilliseconds)
        : throw new ArgumentException($"'{text}' is not a timestamp.", nameof(text));
}
