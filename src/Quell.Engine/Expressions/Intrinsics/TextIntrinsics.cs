using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>Developer guide, "Intrinsics for data encoding and decoding", "… hash calculations" and "… string operations".</summary>
internal static class TextIntrinsics
{
    private const int LongestText = 10_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static JsonValue Base64Encode(JsonValue[] arguments) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Bounded(Argument.Text(arguments, 0))));

    public static JsonValue Base64Decode(JsonValue[] arguments)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(Bounded(Argument.Text(arguments, 0))));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            throw new IntrinsicException("The text is not Base64 of a UTF-8 text");
        }
    }

    /// <summary>A string is hashed as it is, anything else as its JSON text.</summary>
    public static JsonValue Hash(JsonValue[] arguments)
    {
        var text = arguments[0] is JsonString given ? given.Value : arguments[0].ToString();
        var bytes = Encoding.UTF8.GetBytes(Bounded(text));
        var algorithm = Argument.Text(arguments, 1);
        return Convert.ToHexStringLower(Hash(algorithm, bytes));
    }

    /// <summary>Splits at each of the delimiter's characters; empty parts are left out.</summary>
    public static JsonArray Split(JsonValue[] arguments)
    {
        var (text, delimiters) = (Argument.Text(arguments, 0), Argument.Text(arguments, 1));

        var marks = delimiters.EnumerateRunes().ToHashSet();
        var parts = new List<JsonValue>();
        var part = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            if (!marks.Contains(character))
            {
                part.Append(character);
            }
            else if (part.Length > 0)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }

        return JsonArray.From(part.Length > 0 ? parts.Append(part.ToString()) : parts);
    }

    private static string Bounded(string text) => text.Length <= LongestText
        ? text
        : throw new IntrinsicException($"The input has more than {LongestText} characters");

#pragma warning disable CA5350, CA5351 // The guide offers MD5 and SHA-1; authors use them for names, not for secrets.
    private static byte[] Hash(string algorithm, byte[] bytes) => algorithm switch
    {
        "MD5" => MD5.HashData(bytes),
        "SHA-1" => SHA1.HashData(bytes),
        "SHA-256" => SHA256.HashData(bytes),
        "SHA-384" => SHA384.HashData(bytes),
        "SHA-512" => SHA512.HashData(bytes),
        _ => throw new IntrinsicException($"There is no hashing algorithm '{algorithm}'; there are MD5, SHA-1, SHA-256, SHA-384 and SHA-512"),
    };
#pragma warning restore CA5350, CA5351
}
