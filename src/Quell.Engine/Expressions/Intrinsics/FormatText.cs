using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary><c>States.Format</c> (developer guide, "Intrinsic for generic operation").</summary>
internal static class FormatText
{
    /// <summary>
    /// Puts the other arguments in place of each <c>{}</c> of the first, in which <c>\{</c>, <c>\}</c>, <c>\'</c> and <c>\\</c> stand
    /// for the character itself.
    /// </summary>
    public static JsonValue Format(JsonValue[] arguments)
    {
        var template = Argument.Text(arguments, 0);
        var text = new StringBuilder();
        var next = 1;
        for (var position = 0; position < template.Length; position++)
        {
            var character = template[position];
            var following = position + 1 < template.Length ? template[position + 1] : '\0';
            if (character == '\\' && following is '\'' or '{' or '}' or '\\')
            {
                text.Append(following);
                position++;
            }
            else if (character == '{' && following == '}')
            {
                Append(text, next < arguments.Length ? arguments[next++] : throw Mismatch(template, arguments));
                position++;
            }
            else
            {
                text.Append(character);
            }
        }

        return next == arguments.Length ? text.ToString() : throw Mismatch(template, arguments);
    }

    private static IntrinsicException Mismatch(string template, JsonValue[] arguments) =>
        new($"The {arguments.Length - 1} arguments do not match the number of occurrences of {{}} in '{template}'");

    /// <summary>Strings as they are, numbers as written; objects and arrays as Java shows its maps and lists, as AWS does.</summary>
    private static void Append(StringBuilder text, JsonValue value)
    {
        switch (value)
        {
            case JsonString given:
                text.Append(given.Value);
                break;
            case JsonArray array:
                AppendAll(text, '[', ']', array.Items, static (to, item) => Append(to, item));
                break;
            case JsonObject parent:
                AppendAll(text, '{', '}', parent, static (to, member) => Append(to.Append(member.Key).Append('='), member.Value));
                break;
            default:
                text.Append(value);
                break;
        }

        if (text.Length > IntrinsicFunction.LargestResult)
        {
            throw new IntrinsicException("The text is larger than a state may hold");
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, Action<StringBuilder, T> append)
    {
        text.Append(open);
        var separator = "";
        foreach (var part in parts)
        {
            text.Append(separator);
            separator = ", ";
            append(text, part);
        }

        text.Append(close);
    }
}
