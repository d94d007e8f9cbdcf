using System.Text;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;

namespace Quell.Engine.Tests.Workflows;

/// <summary>
/// Whole executions with the histories that AWS recorded (../shared/conformance/README.md), of machines that call no service.
/// </summary>
public sealed class ExecutionConformanceTests
{
    /// <summary>Cases that differ, each with the reason; docs/reference/workflows.md lists them, too.</summary>
    private static readonly Dictionary<string, string> Different = new(StringComparer.Ordinal)
    {
        ["test_get_execution_history_reversed#2"] = "shows a single event of a reversed listing",
        ["test_stop_execution#3"] = "is stopped by its caller while it waits",
    };

    [SharedFact("conformance/workflows/executions.jsonl")]
    [Trait("Requirement", "D21")]
    public void Runs_as_on_the_service_with_the_same_history()
    {
        var failures = new StringBuilder();
        var (right, all) = (0, 0);
        foreach (var line in Cases().Where(line => line.Bool("self_contained") == true && !Different.ContainsKey(line.String("id")!)))
        {
            all++;
            var difference = Difference(line);
            right += difference is null ? 1 : 0;
            failures.Append(difference is null ? "" : $"{line.String("id")}: {difference}\n");
        }

        failures.ToString().ShouldBeEmpty($"{right} of {all}");
        all.ShouldBe(230 - Different.Count);
    }

    private static IEnumerable<JsonObject> Cases() =>
        File.ReadLines(Shared.PathOf("conformance/workflows/executions.jsonl")).Select(line => (JsonObject)JsonValue.Parse(line));

    private static string? Difference(JsonObject line)
    {
        try
        {
            return RecordedHistory.Difference(line, [.. Run(line).Select(each => HistoryText.Of(each))]);
        }
        catch (Exception wrong)
        {
            return wrong.ToString();
        }
    }

    private static IReadOnlyList<HistoryEvent> Run(JsonObject line)
    {
        var definition = WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(line.String("definition")!));
        var rehearsal = new Rehearsal(definition, work => throw new InvalidOperationException($"Nothing performs {work.Kind} here."));
        return rehearsal.Run(Some.Identity(), JsonValue.ParseSpelled(line.String("input") ?? "{}"), new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Events;
    }
}
