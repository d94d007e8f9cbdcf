using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>
/// A statement's <c>Condition</c>: every operator and every key must hold; of a key's values one must (IAM User Guide,
/// "IAM JSON policy elements: Condition operators").
/// </summary>
internal static partial class PolicyConditions
{
    private const string IfExists = "IfExists";
    private const int ArnParts = 6;

    /// <param name="conditions">The block; null where the statement has none.</param>
    /// <param name="context">What is known of the request.</param>
    /// <param name="doubtful">What an operator counts as that is not known here: false for a statement that allows, true for one that denies.</param>
    public static bool Hold(JsonObject? conditions, ImmutableDictionary<string, string> context, bool doubtful)
    {
        foreach (var (name, keys) in conditions ?? JsonObject.Empty)
        {
            if (!Holds(name, keys as JsonObject ?? JsonObject.Empty, context, doubtful))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(string name, JsonObject keys, ImmutableDictionary<string, string> context, bool doubtful)
    {
        // Keys have one value here, for which the set operators say what the plain one says; without a value ForAllValues holds.
        var optional = name.StartsWith("ForAllValues:", StringComparison.Ordinal);
        name = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var ifExists = name.EndsWith(IfExists, StringComparison.Ordinal);
        var operation = ifExists ? name[..^IfExists.Length] : name;
        optional |= ifExists;
        foreach (var (key, wanted) in keys)
        {
            var known = context.GetValueOrDefault(key);
            if (!(known is null && optional) && !Compare(operation, known, [.. Values(wanted).Select(value => Fill(value, context))], doubtful))
            {
                return false;
            }
        }

        return true;
    }

    // A policy variable stands for a key of the request; one that is not known stays as it is and fits nothing.
    private static string Fill(string value, ImmutableDictionary<string, string> context) =>
        value.Contains("${", StringComparison.Ordinal)
            ? Variable().Replace(value, variable => context.GetValueOrDefault(variable.Groups["key"].Value, variable.Value))
            : value;

    [GeneratedRegex(@"\$\{(?<key>[^${}]+)\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    private static bool Compare(string operation, string? known, string[] wanted, bool doubtful) => operation switch
    {
        "Null" => wanted.Contains(known is null ? "true" : "false"),
        "StringEquals" => known is not null && wanted.Contains(known),
        "StringNotEquals" => !wanted.Contains(known),
        "StringEqualsIgnoreCase" or "Bool" => wanted.Contains(known, StringComparer.OrdinalIgnoreCase),
        "StringNotEqualsIgnoreCase" => !wanted.Contains(known, StringComparer.OrdinalIgnoreCase),
        "StringLike" => known is not null && wanted.Any(pattern => PolicyPattern.Matches(pattern, known)),
        "StringNotLike" => known is null || !wanted.Any(pattern => PolicyPattern.Matches(pattern, known)),
        "ArnLike" or "ArnEquals" => known is not null && wanted.Any(pattern => MatchesArn(pattern, known)),
        "ArnNotLike" or "ArnNotEquals" => known is null || !wanted.Any(pattern => MatchesArn(pattern, known)),
        _ => doubtful,
    };

    // Each of an ARN's six parts by itself: a star does not reach over a colon. The last part takes the rest.
    private static bool MatchesArn(string pattern, string arn)
    {
        var (patterns, parts) = (pattern.Split(':', ArnParts), arn.Split(':', ArnParts));
        return pattern == "*" || (patterns.Length == ArnParts && parts.Length == ArnParts
            && patterns.Zip(parts).All(part => PolicyPattern.Matches(part.First, part.Second)));
    }

    private static IEnumerable<string> Values(JsonValue wanted) => wanted switch
    {
        JsonArray many => many.SelectMany(Values),
        JsonString text => [text.Value],
        _ => [wanted.ToString()],
    };
}
