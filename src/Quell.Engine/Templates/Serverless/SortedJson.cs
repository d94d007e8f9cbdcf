using System.Globalization;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// JSON with sorted names and ASCII letters alone, byte for byte as SAM writes it: logical ids are made of its hash, and
/// definitions of state machines are handed on in it.
/// </summary>
internal static class SortedJson
{
    private const int Indent = 4;

    /// <summary>Without spaces.</summary>
    public static string Compact(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, null);
        return text.ToString();
    }

    /// <summary>A line for each value, indented by four spaces a level.</summary>
    public static string[] Lines(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString().Split('\n');
    }

    private static void Write(StringBuilder text, JsonValue value, int? level)
    {
        switch (value)
        {
            case JsonObject map:
                WriteAll(text, '{', '}', [.. Members(map)], level, (member, below) =>
                {
                    WriteText(text, member.Key);
                    text.Append(below is null ? ":" : ": ");
                    Write(text, member.Value, below);
                });
                break;
            case JsonArray list:
                WriteAll(text, '[', ']', [.. Items(list)], level, (item, below) => Write(text, item, below));
                break;
            case JsonString { Value: var characters }:
                WriteText(text, characters);
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, char close, T[] parts, int? level, Action<T, int?> write)
    {
        text.Append(open);
        for (var index = 0; index < parts.Length; index++)
        {
            text.Append(index > 0 ? "," : "");
            NewLine(text, level + 1);
            write(parts[index], level + 1);
        }

        if (parts.Length > 0)
        {
            NewLine(text, level);
        }

        text.Append(close);
    }

    private static void NewLine(StringBuilder text, int? level)
    {
        if (level is { } depth)
        {
            text.Append('\n').Append(' ', depth * Indent);
        }
    }

    private static void WriteText(StringBuilder text, string characters)
    {
        text.Append('"');
        foreach (var character in characters)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    private static IEnumerable<KeyValuePair<string, JsonValue>> Members(JsonObject map) =>
        map.Names.Order(StringComparer.Ordinal).Select(name => KeyValuePair.Create(name, map[name] ?? JsonValue.Null));

    private static IEnumerable<JsonValue> Items(JsonArray list)
    {
        foreach (var item in list)
        {
            yield return item;
        }
    }
}
