using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;

namespace Quell.Engine.Tests.Workflows;

/// <summary>
/// Whole executions with the histories that AWS recorded (../shared/conformance/README.md), of machines that call no service.
/// </summary>
public sealed partial class ExecutionConformanceTests
{
    /// <summary>Cases that differ, each with the reason; docs/reference/workflows.md lists them, too.</summary>
    private static readonly Dictionary<string, string> Different = new(StringComparer.Ordinal)
    {
        ["test_get_execution_history_reversed#2"] = "shows a single event of a reversed listing",
        ["test_stop_execution#3"] = "is stopped by its caller while it waits",
        ["test_parallel_state_nested#375"] = "the recording lacks an event: its numbers leave room for the inner ParallelStateExited",
    };

    [SharedFact("conformance/workflows/executions.jsonl")]
    [Trait("Requirement", "D21")]
    public void Runs_as_on_the_service_with_the_same_history() => Compare(Run);

    [SharedFact("conformance/workflows/executions.jsonl")]
    [Trait("Requirement", "N33")]
    public void Runs_the_same_when_it_is_read_from_its_records_at_every_step() => Compare(RunForgetful);

    private static void Compare(Func<JsonObject, List<HistoryEvent>> run)
    {
        var failures = new StringBuilder();
        var (right, all) = (0, 0);
        foreach (var line in Cases().Where(line => line.Bool("self_contained") == true && !Different.ContainsKey(line.String("id")!)))
        {
            all++;
            var difference = Difference(line, run);
            right += difference is null ? 1 : 0;
            failures.Append(difference is null ? "" : $"{line.String("id")}: {difference}\n");
        }

        failures.ToString().ShouldBeEmpty($"{right} of {all}");
        all.ShouldBe(230 - Different.Count);
    }

    private static IEnumerable<JsonObject> Cases() =>
        File.ReadLines(Shared.PathOf("conformance/workflows/executions.jsonl")).Select(line => (JsonObject)JsonValue.Parse(line));

    private static string? Difference(JsonObject line, Func<JsonObject, List<HistoryEvent>> run)
    {
        List<JsonObject> ours;
        try
        {
            ours = [.. run(line).Select(each => HistoryText.Of(each)).Where(each => each.String("type") != "ParallelStateSucceeded")];
        }
        catch (Exception wrong)
        {
            return wrong.ToString();
        }

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

    private static JsonObject? Note(List<string> reasons, string reason)
    {
        reasons.Add(reason);
        return null;
    }

    private static List<HistoryEvent> Run(JsonObject line)
    {
        var rehearsal = new Rehearsal(Definition(line), (work, _) => throw new InvalidOperationException($"Nothing performs {work.Kind} here."));
        return rehearsal.Run(Some.Identity(), Input(line), Start).Events;
    }

    private static List<HistoryEvent> RunForgetful(JsonObject line)
    {
        var definition = Definition(line);
        return new ForgetfulRun(definition, work => throw new InvalidOperationException($"Nothing performs {work.Kind} here."))
            .Run(new WorkflowProgram(definition, Some.Identity()), Input(line), Start);
    }

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static WorkflowDefinition Definition(JsonObject line) => WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(line.String("definition")!));

    private static JsonValue Input(JsonObject line) => JsonValue.ParseSpelled(line.String("input") ?? "{}");

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
            || (wanted is "start-time" or "entered-time" or "date" or "\"date\"" or "timestamp" && got.Length > 8);
    }

    [GeneratedRegex("\0[^>]*>")]
    private static partial Regex Placeholder { get; }
}
