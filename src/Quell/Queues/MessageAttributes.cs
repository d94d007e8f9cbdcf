using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>
/// Message attributes, <c>{"name": {"DataType", "StringValue" | "BinaryValue"}}</c>, binary values in base64. The digest is the
/// one that clients recompute (SQS developer guide, "Calculating the MD5 message digest for message attributes").
/// </summary>
internal static partial class MessageAttributes
{
    private const int MaxCount = 10;

    /// <exception cref="Aws.AwsException">An attribute breaks the rules of "Message attribute components" in the developer guide.</exception>
    public static void Check(JsonObject attributes, int maxCount = MaxCount)
    {
        if (attributes.Count > maxCount)
        {
            throw QueueErrors.InvalidValue($"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{maxCount}].");
        }

        foreach (var (name, value) in attributes)
        {
            CheckName(name);
            CheckValue(name, value as JsonObject ?? JsonObject.Empty);
        }
    }

    /// <summary>The lower-case hex MD5; null where there are no attributes.</summary>
    public static string? Md5(JsonObject? attributes)
    {
        if (attributes is null || attributes.Count == 0)
        {
            return null;
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var (name, value) in ((IEnumerable<KeyValuePair<string, JsonValue>>)attributes).OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            var attribute = (JsonObject)value;
            Append(digest, Encoding.UTF8.GetBytes(name));
            Append(digest, Encoding.UTF8.GetBytes(attribute.String("DataType") ?? ""));
            digest.AppendData([(byte)(IsBinary(attribute) ? 2 : 1)]);
            Append(digest, Bytes(attribute));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <summary>Bytes that the attributes add to a message: names, types and values.</summary>
    public static int Size(JsonObject? attributes) => attributes is null ? 0
        : ((IEnumerable<KeyValuePair<string, JsonValue>>)attributes).Sum(each => Encoding.UTF8.GetByteCount(each.Key)
            + Encoding.UTF8.GetByteCount(((JsonObject)each.Value).String("DataType") ?? "") + Bytes((JsonObject)each.Value).Length);

    /// <summary>The attributes that ReceiveMessage asked for: <c>All</c>, <c>.*</c>, names, and prefixes as <c>bar.*</c>.</summary>
    public static JsonObject? Selected(JsonObject? attributes, IReadOnlyList<string> names)
    {
        if (attributes is null || names.Count == 0)
        {
            return null;
        }

        var selected = JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)attributes).Where(attribute => names.Any(name =>
            name is "All" or ".*" || name == attribute.Key
            || (name.EndsWith(".*", StringComparison.Ordinal) && attribute.Key.StartsWith(name[..^2], StringComparison.Ordinal)))));
        return selected.Count == 0 ? null : selected;
    }

    private static void CheckName(string name)
    {
        if (!NamePattern().IsMatch(name) || name.StartsWith('.') || name.EndsWith('.') || name.Contains("..", StringComparison.Ordinal))
        {
            throw QueueErrors.InvalidValue(
                $"Message (user) attribute name '{name}' is invalid: it has 1 to 256 of the characters A-Z, a-z, 0-9, underscore, hyphen and period, and no period at its ends or beside another.");
        }

        if (name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase))
        {
            throw QueueErrors.InvalidValue($"Message (user) attribute name '{name}' is invalid: prefixes AWS. and Amazon. are reserved.");
        }
    }

    private static void CheckValue(string name, JsonObject attribute)
    {
        var type = attribute.String("DataType") ?? "";
        var kind = type.Split('.')[0];
        if (type.Length is 0 or > 256 || kind is not ("String" or "Number" or "Binary"))
        {
            throw QueueErrors.InvalidValue(
                $"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
        }

        if (string.IsNullOrEmpty(attribute.String(kind == "Binary" ? "BinaryValue" : "StringValue")))
        {
            throw QueueErrors.InvalidValue(
                $"The message attribute '{name}' with type '{kind}' must use field '{(kind == "Binary" ? "Binary" : "String")}', and its value must not be empty.");
        }

        if (kind == "Number" && !decimal.TryParse(attribute.String("StringValue"), NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            && !double.TryParse(attribute.String("StringValue"), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw QueueErrors.InvalidValue($"Can't cast the value of message (user) attribute '{name}' to a number.");
        }
    }

    private static bool IsBinary(JsonObject attribute) => (attribute.String("DataType") ?? "").StartsWith("Binary", StringComparison.Ordinal);

    private static byte[] Bytes(JsonObject attribute) => IsBinary(attribute)
        ? Convert.FromBase64String(attribute.String("BinaryValue") ?? "")
        : Encoding.UTF8.GetBytes(attribute.String("StringValue") ?? "");

    private static void Append(IncrementalHash digest, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        digest.AppendData(length);
        digest.AppendData(bytes);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
