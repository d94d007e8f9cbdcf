using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>From items to JSON values and texts.</summary>
internal static class ItemJson
{
    /// <summary>What stands for a function among data; its identity tells it from other empty texts.</summary>
    public static readonly JsonString OfFunction = new("");

    /// <summary>The value as data: functions are empty texts, undefined is left out of objects and null in arrays. C# null for undefined.</summary>
    /// <exception cref="JsonataException">U1001: nested deeper than a JSON text may be.</exception>
    public static JsonValue? ToJson(Item item, int depth = 0)
    {
        switch (item.Ref)
        {
            case null:
                return null;
            case string text:
                return new JsonString(text);
            case ItemList { IsOuter: true } outer:
                return ToJson(outer[0], depth);
            case JsonValue value:
                return depth == 0 ? value : Bounded(value, depth);
        }

        return item.Symbol switch
        {
            'n' => double.IsFinite(item.Number) ? new JsonNumber(NumberText.Of(item.Number)) : JsonValue.Null,
            'f' => OfFunction,
            _ when depth >= JsonReading.MaxDepth => throw TooDeep(),
            'a' => Array(item, depth + 1),
            _ => Object(item, depth + 1),
        };
    }

    /// <summary>The text of a value as <c>$string</c> gives it.</summary>
    /// <exception cref="JsonataException">D1001, D3001: a number that is none.</exception>
    public static string Text(Item item, Evaluation evaluation, bool indented = false)
    {
        switch (item.Ref)
        {
            case string text:
                return text;
            case Functions.Function:
                return "";
        }

        if (item.IsNumber)
        {
            return double.IsFinite(item.Number)
                ? NumberText.Rounded(item.Number)
                : throw new JsonataException("D3001", "Attempting to invoke string function on Infinity or NaN");
        }

        var builder = new StringBuilder();
        new Writer(builder, indented, evaluation).Write(item.Ref is ItemList { IsOuter: true } outer ? outer[0] : item, 0);
        return builder.ToString();
    }

    private static JsonArray Array(Item item, int depth)
    {
        var values = new JsonValue[item.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = ToJson(item[index], depth) ?? JsonValue.Null;
        }

        return JsonArray.From(values);
    }

    private static JsonObject Object(Item item, int depth)
    {
        var members = new (string, JsonValue?)[Members.Count(item)];
        var count = 0;
        foreach (var (name, value) in Members.Of(item))
        {
            members[count++] = (name, ToJson(value, depth));
        }

        return JsonObject.Of(members);
    }

    private static JsonValue Bounded(JsonValue value, int depth)
    {
        if (depth + value.Depth > JsonReading.MaxDepth)
        {
            throw TooDeep();
        }

        return value;
    }

    private static JsonataException TooDeep() => new("U1001", $"The result is nested deeper than {JsonReading.MaxDepth} levels");

    private readonly ref struct Writer(StringBuilder builder, bool indented, Evaluation evaluation)
    {
        public void Write(Item item, int level)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            evaluation.Bound(builder.Length);
            switch (item.Symbol)
            {
                case 'm' or 'l':
                    builder.Append("null");
                    break;
                case 'b':
                    builder.Append(item.IsTrue() ? "true" : "false");
                    break;
                case 'n':
                    builder.Append(double.IsFinite(item.Number) ? NumberText.Rounded(item.Number) : throw Numbers.OutOfRange(item.Number));
                    break;
                case 'a':
                    Array(item, level);
                    break;
                case 'o':
                    Object(item, level);
                    break;
                default:
                    Quote(item.Text ?? "");
                    break;
            }
        }

        private void Array(Item item, int level)
        {
            builder.Append('[');
            for (var index = 0; index < item.Count; index++)
            {
                builder.Append(index > 0 ? "," : "");
                Break(level + 1);
                Write(item[index], level + 1);
            }

            if (item.Count > 0)
            {
                Break(level);
            }

            builder.Append(']');
        }

        private void Object(Item item, int level)
        {
            builder.Append('{');
            var isFirst = true;
            foreach (var (name, value) in Members.Of(item))
            {
                if (!value.IsUndefined)
                {
                    builder.Append(isFirst ? "" : ",");
                    isFirst = false;
                    Break(level + 1);
                    Quote(name);
                    builder.Append(indented ? ": " : ":");
                    Write(value, level + 1);
                }
            }

            if (!isFirst)
            {
                Break(level);
            }

            builder.Append('}');
        }

        private void Break(int level)
        {
            if (indented)
            {
                builder.Append('\n').Append(' ', 2 * level);
            }
        }

        private void Quote(string text)
        {
            builder.Append('"');
            for (var index = 0; index < text.Length; index++)
            {
                Escape(text, index);
            }

            builder.Append('"');
        }

        private void Escape(string text, int index)
        {
            var character = text[index];
            switch (character)
            {
                case '"' or '\\':
                    builder.Append('\\').Append(character);
                    break;
                case '\b':
                    builder.Append("\\b");
                    break;
                case '\f':
                    builder.Append("\\f");
                    break;
                case '\n':
                    builder.Append("\\n");
                    break;
                case '\r':
                    builder.Append("\\r");
                    break;
                case '\t':
                    builder.Append("\\t");
                    break;
                case < ' ':
                case var _ when IsLone(text, index):
                    builder.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    builder.Append(character);
                    break;
            }
        }

        private static bool IsLone(string text, int index) =>
            (char.IsHighSurrogate(text[index]) && (index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])))
            || (char.IsLowSurrogate(text[index]) && (index == 0 || !char.IsHighSurrogate(text[index - 1])));
    }
}
