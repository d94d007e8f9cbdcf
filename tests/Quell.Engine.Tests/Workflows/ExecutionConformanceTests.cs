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
        ["test_parallel_state_nested#375"] = "the recording lacks an event: its numbers leave room for the inner ParallelStateExited",
    };

    [SharedFact("conformance/workflows/executions.jsonl")]
    [Trait("Requirement", "D21")]
    public void Runs_as_on_the_service_with_the_same_history() => Compare(Run);

    [SharedFact("conformance/workflows/executions.jsonl")]
    [Trait("Requirement", "N33")]
    public void Runs_the_same_when_it_is_read_from_its_records_at_every_step() => Compare(RunForgetful);

    private static void Compare(Func<JsonObject, IReadOnlyList<HistoryEvent>> run)
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

    private static string? Difference(JsonObject line, Func<JsonObject, IReadOnlyList<HistoryEvent>> run)
    {
        try
        {
            return RecordedHistory.Difference(line, run(line).Select(each => HistoryText.Of(each)));
        }
        catch (Exception wrong)
        {
            return wrong.ToString();
        }
    }

    private static IReadOnlyList<HistoryEvent> Run(JsonObject line)
    {
        var rehearsal = new Rehearsal(Definition(line), work => throw new InvalidOperationException($"Nothing performs {work.Kind} here."));
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
}
