using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Workflows;

/// <summary>
/// Compares a history with one that AWS recorded (../shared/conformance/README.md): placeholders stand for names, ids and times, and
/// what happened in branches and iterations may be interleaved otherwise.
/// </summary>
internal static partial class RecordedHistory
{
    /// <param name="line">The case.</param>
    /// <param name="history">Events as GetExecutionHistory gives them, the first one first.</param>
    /// <returns>The first difference; null where there is none.</returns>
    public static string? Difference(JsonObject line, IEnumerable<JsonObject> history)
    {
        var ours = RecordedOrder.Of(history);
        var expected = InOrder(line.Array("expected_history"));
        var replacements = Replacements(line.Array("replacements"));
        if (ours.Count != expected.Count)
        {
            return $"{ours.Count} events instead of {expected.Count}: {string.Join("\n   ", ours)}";
        }

        for (var index = 0; index < expected.Count; index++)
        {
            var wanted = expected[index];
            var place = RecordedOrder.IsAnywhere(wanted) ? ours.FindIndex(index, each => Compare(wanted, each, replacements) is null) : index;
            if (place < 0)
            {
                return $"event {index + 1}: wanted {wanted}\n   got    none such";
            }

            (ours[place], ours[index]) = (ours[index], ours[place]);
            if (Compare(wanted, ours[index], replacements) is { } reason)
            {
                return $"event {index + 1}: {reason}\n   wanted {wanted}\n   got    {ours[index]}";
            }
        }

        return null;
    }

    /// <summary>The first difference of an answer from one that AWS gave; null where there is none.</summary>
    public static string? Difference(JsonObject wanted, JsonObject got, JsonArray replacements) =>
        Compare(wanted, got, Replacements(replacements));

    private static List<string[]> Replacements(JsonArray pairs) => [.. pairs.Items.OfType<JsonArray>().Select(pair => pair.Strings.ToArray())];

    /// <summary>The first event first, also of a listing that was asked for in reverse order.</summary>
    private static List<JsonObject> InOrder(JsonArray recorded)
    {
        var events = recorded.Objects.ToList();
        if (events[0].Long("id") > events[^1].Long("id"))
        {
            events.Reverse();
        }

        return events;
    }

    private static string? Compare(JsonValue? wanted, JsonValue? got, List<string[]> replacements, string place = "")
    {
        switch (wanted, got)
        {
            case (JsonObject left, JsonString { Value: ['{' or '[', ..] } text) when JsonValue.Parse(text.Value) is var decoded:
                return Compare(left, decoded, replacements, place);
            case (JsonArray left, JsonString { Value: ['{' or '[', ..] } text) when JsonValue.Parse(text.Value) is var decoded:
                return Compare(left, decoded, replacements, place);
            case (JsonString { Value: "RandomNumberGenerated" }, JsonNumber):
                return null;
            case (JsonNumber, JsonString text) when wanted.Equals(JsonValue.Parse(text.Value)):
                return null;
            case (JsonObject left, JsonObject right):
                // Which event a distributed map's end follows differs on AWS from run to run.
                var isLoose = left.String("type") == "MapStateExited";
                string[] ignored = isLoose ? ["timestamp", "previousEventId"] : ["timestamp"];
                return left.Names.Union(right.Names).Where(name => place.Length > 0 || !ignored.Contains(name))
                    .Select(name => Compare(left[name], right[name], replacements, $"{place}/{name}")).FirstOrDefault(reason => reason is not null);
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Items.Select((item, index) => Compare(item, right[index], replacements, $"{place}/{index}")).FirstOrDefault(reason => reason is not null);
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
