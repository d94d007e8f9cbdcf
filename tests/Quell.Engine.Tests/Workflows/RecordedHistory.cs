using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Workflows;

/// <summary>
/// Compares a history with one that AWS recorded (../shared/conformance/README.md): placeholders stand for names, ids and times, and
/// what happened in branches and iterations may be interleaved otherwise.
/// </summary>
internal static partial class RecordedHistory
{
    /// <summary>What the recordings leave out, though the numbers of their events count it.</summary>
    private const string LeftOut = "ParallelStateSucceeded";

    /// <param name="line">The case.</param>
    /// <param name="history">Events as GetExecutionHistory gives them.</param>
    /// <returns>The first difference; null where there is none.</returns>
    public static string? Difference(JsonObject line, IEnumerable<JsonObject> history)
    {
        var ours = history.Where(each => each.String("type") != LeftOut).ToList();
        var expected = line.Array("expected_history").Objects.ToList();
        var replacements = line.Array("replacements").Items.OfType<JsonArray>().Select(pair => pair.Strings.ToArray()).ToList();
        var isInterleaved = expected.Any(each => each["id"] is JsonArray);
        if (ours.Count != expected.Count)
        {
            return $"{ours.Count} events instead of {expected.Count}: {string.Join("\n   ", ours)}";
        }

        var rest = ours.ToList();
        foreach (var (wanted, index) in expected.Select((wanted, index) => (wanted, index)))
        {
            var reasons = new List<string>();
            var found = isInterleaved
                ? rest.Find(each => Compare(wanted, each, replacements, isInterleaved) is null)
                : Compare(wanted, ours[index], replacements, isInterleaved) is { } reason ? Note(reasons, reason) : ours[index];
            if (found is null)
            {
                return $"event {index + 1}: {string.Join(' ', reasons)}\n   wanted {wanted}\n   got    {(isInterleaved ? "none such" : ours[index])}";
            }

            rest.Remove(found);
        }

        return null;
    }

    /// <summary>The first difference of an answer from one that AWS gave; null where there is none.</summary>
    public static string? Difference(JsonObject wanted, JsonObject got, JsonArray replacements) =>
        Compare(wanted, got, [.. replacements.Items.OfType<JsonArray>().Select(pair => pair.Strings.ToArray())], isInterleaved: false);

    private static JsonObject? Note(List<string> reasons, string reason)
    {
        reasons.Add(reason);
        return null;
    }

    private static string? Compare(JsonValue? wanted, JsonValue? got, List<string[]> replacements, bool isInterleaved, string place = "")
    {
        switch (wanted, got)
        {
            case (JsonObject left, JsonString { Value: ['{' or '[', ..] } text) when JsonValue.Parse(text.Value) is var decoded:
                return Compare(left, decoded, replacements, isInterleaved, place);
            case (JsonArray left, JsonString { Value: ['{' or '[', ..] } text) when JsonValue.Parse(text.Value) is var decoded:
                return Compare(left, decoded, replacements, isInterleaved, place);
            case (JsonString { Value: "RandomNumberGenerated" }, JsonNumber):
                return null;
            case (JsonNumber, JsonString text) when wanted.Equals(JsonValue.Parse(text.Value)):
                return null;
            case (JsonObject left, JsonObject right):
                // Which event a distributed map's end follows differs on AWS from run to run.
                var isLoose = left.String("type") == "MapStateExited";
                var ignored = new[] { "timestamp" }.Concat(isInterleaved ? ["id", "previousEventId"] : isLoose ? ["previousEventId"] : []).ToList();
                return left.Names.Union(right.Names).Where(name => place.Length > 0 || !ignored.Contains(name))
                    .Select(name => Compare(left[name], right[name], replacements, isInterleaved, $"{place}/{name}")).FirstOrDefault(reason => reason is not null);
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Items.Select((item, index) => Compare(item, right[index], replacements, isInterleaved, $"{place}/{index}")).FirstOrDefault(reason => reason is not null);
            case (JsonString left, JsonString right) when IsAlike(left.Value, right.Value, replacements):
                return null;
            default:
                return Equals(wanted, got) ? null : $"at {place}: wanted {wanted?.ToString() ?? "nothing"}, got {got?.ToString() ?? "nothing"}";
        }
    }

    private static bool IsAlike(string wanted, string got, List<string[]> replacements)
    {
        foreach (var pair in replacements)
        {
            got = Regex.Replace(got, pair[0], pair[1].Replace("$", "$$", StringComparison.Ordinal));
        }

        var pattern = Placeholder.Replace(Regex.Escape(wanted).Replace("<", "\0", StringComparison.Ordinal), ".*");
        return wanted == got || Regex.IsMatch(got, $"^{pattern}$", RegexOptions.Singleline)
            || wanted is "snf_role_arn" or "map_run_arn"
            || (wanted is "start-date" or "start-time" or "entered-time" or "date" or "\"date\"" or "timestamp" && got.Length > 8);
    }

    [GeneratedRegex("\0[^>]*>")]
    private static partial Regex Placeholder { get; }
}
