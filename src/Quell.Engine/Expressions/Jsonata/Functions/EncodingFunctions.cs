using System.Text;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>Base64 and URLs, as ECMAScript encodes them.</summary>
internal static class EncodingFunctions
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private const string Unreserved = "-_.!~*'()";

    private const string Reserved = ";/?:@&=+$,#";

    public static Builtin[] All { get; } =
    [
        Of("base64encode", text => Convert.ToBase64String(Array.ConvertAll(text.ToCharArray(), character => (byte)character))),
        Of("base64decode", DecodeBase64),
        Of("encodeUrlComponent", text => Encode(text, Unreserved, "encodeUrlComponent")),
        Of("encodeUrl", text => Encode(text, Unreserved + Reserved, "encodeUrl")),
        Of("decodeUrlComponent", text => Decode(text, "", "decodeUrlComponent")),
        Of("decodeUrl", text => Decode(text, Reserved, "decodeUrl")),
    ];

    private static Builtin Of(string name, Func<string, string> function) =>
        new(name, "<s-:s>", (a, context) => a[0].Text is { } text ? context.Evaluation.Taken(function(text)) : default(Item));

    /// <summary>What is no character of base64 is passed over; padding ends the text.</summary>
    private static string DecodeBase64(string text)
    {
        var result = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var character in text.TakeWhile(character => character != '='))
        {
            var value = Base64.IndexOf(character == '-' ? '+' : character == '_' ? '/' : character, StringComparison.Ordinal);
            if (value < 0)
            {
                continue;
            }

            (bits, count) = ((bits << 6) | value, count + 6);
            if (count >= 8)
            {
                count -= 8;
                result.Append((char)((bits >> count) & 0xff));
            }
        }

        return result.ToString();
    }

    private static JsonataException Malformed(string text, string name) => new("D3140", $"Malformed URL passed to ${name}(): \"{text}\"");

    private static string Encode(string text, string kept, string name)
    {
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw Malformed(text, name);
        }

        var result = new StringBuilder();
        foreach (var one in bytes)
        {
            _ = char.IsAsciiLetterOrDigit((char)one) || kept.Contains((char)one, StringComparison.Ordinal)
                ? result.Append((char)one)
                : result.Append('%').Append(one.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }

    private static string Decode(string text, string kept, string name)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? text.Substring(at++, 2) : text[at].ToString()));
                continue;
            }

            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                throw Malformed(text, name);
            }

            var one = Convert.ToByte(text.Substring(at + 1, 2), 16);
            bytes.AddRange(kept.Contains((char)one, StringComparison.Ordinal) ? Encoding.ASCII.GetBytes(text.Substring(at, 3)) : [one]);
            at += 2;
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed(text, name);
        }
    }
}
