using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Rules;

namespace Quell.Engine.Topics;

/// <summary>
/// A subscription's filter policy (SNS developer guide, "Amazon SNS subscription filter policies"): the pattern language of
/// EventBridge over a message's attributes, or over its body. Immutable; any number of threads may match with it at once.
/// </summary>
internal sealed class FilterPolicy
{
    private const int MaxKeys = 5;
    private const int MaxCombinations = 150;
    private const int MaxBytes = 256 * 1024;

    /// <summary>The policy <c>{}</c>, which lets everything pass.</summary>
    private readonly EventPattern? _pattern;

    private FilterPolicy(EventPattern? pattern, bool isOfBody) => (_pattern, IsOfBody) = (pattern, isOfBody);

    /// <summary>Whether it looks at the body (<c>FilterPolicyScope</c> is <c>MessageBody</c>) and not at the attributes.</summary>
    public bool IsOfBody { get; }

    /// <summary>Compiles a policy, or says why SNS would refuse it.</summary>
    public static bool TryCompile(
        string text, bool isOfBody, [NotNullWhen(true)] out FilterPolicy? policy, [NotNullWhen(false)] out string? error)
    {
        policy = null;
        error = Fault(text, isOfBody, out var isEmpty);
        if (error is not null)
        {
            return false;
        }

        EventPattern? pattern = null;
        if (!isEmpty && !EventPattern.TryCompile(text, out pattern, out var fault))
        {
            error = fault.Reason;
            return false;
        }

        policy = new(pattern, isOfBody);
        return true;
    }

    /// <param name="body">The message.</param>
    /// <param name="attributes"><c>{"name": {"DataType", "StringValue"}}</c>; null for none.</param>
    /// <returns>Whether the subscription gets the message. A body that is no JSON object passes no policy over the body.</returns>
    public bool Accepts(string body, JsonObject? attributes)
    {
        try
        {
            return _pattern is null
                || _pattern.Matches(IsOfBody ? Encoding.UTF8.GetBytes(body) : Flattened(attributes ?? JsonObject.Empty).ToUtf8());
        }
        catch (EventSyntaxException)
        {
            return false;
        }
    }

    /// <summary>
    /// The attributes as one object: a String as text, a String.Array as its elements, a Number as number. Those of other types
    /// are left out, as SNS ignores them.
    /// </summary>
    private static JsonObject Flattened(JsonObject attributes) => JsonObject.From(
        from attribute in (IEnumerable<KeyValuePair<string, JsonValue>>)attributes
        let value = Value((JsonObject)attribute.Value)
        where value is not null
        select KeyValuePair.Create(attribute.Key, value));

    private static JsonValue? Value(JsonObject attribute)
    {
        var text = attribute.String("StringValue") ?? "";
        return attribute.String("DataType") switch
        {
            "String" => text,
            "String.Array" => Parsed(text) as JsonArray,
            { } type when type == "Number" || type.StartsWith("Number.", StringComparison.Ordinal) => Parsed(text) as JsonNumber
                ?? (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? new JsonNumber(number) : null),
            _ => null,
        };
    }

    private static JsonValue? Parsed(string text)
    {
        try
        {
            return JsonValue.Parse(text);
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }

    private static string? Fault(string text, bool isOfBody, out bool isEmpty)
    {
        isEmpty = false;
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return "Filter policy is longer than 256 KB";
        }

        JsonValue parsed;
        try
        {
            parsed = JsonValue.Parse(text);
        }
        catch (JsonSyntaxException fault)
        {
            return $"failed to parse JSON: {fault.Message}";
        }

        if (parsed is not JsonObject policy)
        {
            return "Filter is not an object";
        }

        isEmpty = policy.Count == 0;
        return !isOfBody && HasNesting(policy)
            ? "Filter policy scope MessageAttributes does not support nested filter policy"
            : Keys(policy).Distinct(StringComparer.Ordinal).Count() > MaxKeys ? $"Filter policy can not have more than {MaxKeys} keys"
            : Combinations(policy, 1, isOfBody) > MaxCombinations ? "Filter policy is too complex"
            : null;
    }

    private static bool HasNesting(JsonObject policy) => ((IEnumerable<KeyValuePair<string, JsonValue>>)policy).Any(member =>
        member.Value is JsonObject || (IsOr(member) && ((JsonArray)member.Value).Objects.Any(HasNesting)));

    private static IEnumerable<string> Keys(JsonObject policy, string path = "") =>
        ((IEnumerable<KeyValuePair<string, JsonValue>>)policy).SelectMany(member =>
            member.Value is JsonObject inner ? Keys(inner, $"{path}{member.Key}.")
            : IsOr(member) ? ((JsonArray)member.Value).Objects.SelectMany(each => Keys(each, path))
            : [path + member.Key]);

    /// <summary>
    /// The product of how many values each key has, times its level where the policy is nested; alternatives of an <c>$or</c> add
    /// up ("Filter policy constraints").
    /// </summary>
    private static long Combinations(JsonObject policy, int level, bool isOfBody)
    {
        long product = 1;
        foreach (var member in policy)
        {
            product *= member.Value switch
            {
                JsonObject inner => Combinations(inner, level + 1, isOfBody),
                JsonArray array when IsOr(member) => array.Objects.Sum(each => Combinations(each, level, isOfBody)),
                JsonArray array => Math.Max(1, array.Count) * (isOfBody ? level : 1),
                _ => 1,
            };
            if (product > MaxCombinations)
            {
                break;
            }
        }

        return product;
    }

    private static bool IsOr(KeyValuePair<string, JsonValue> member) => member is { Key: "$or", Value: JsonArray array } && array.Objects.Any();
}
