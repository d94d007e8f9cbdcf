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
    /// <summary>The number of cases that call no service.</summary>
    private const int Cases = 230;

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
        foreach (var line in Lines().Where(line => line.Bool("self_contained") == true))
        {
            all++;
            var difference = Difference(line, run);
            right += difference is null ? 1 : 0;
            failures.Append(difference is null ? "" : $"{line.String("id")}: {difference}\n");
        }

        failures.ToString().ShouldBeEmpty($"{right} of {all}");
        all.ShouldBe(Cases);
    }

    private static IEnumerable<JsonObject> Lines() =>
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
        if (IsStopped(line))
        {
            return new Played(line.String("definition")!, line.String("input") ?? "{}").Do(new Stimulus.Stop(null, null)).Events;
        }

        var rehearsal = new Rehearsal(Definition(line), work => throw Unexpected(work));
        return rehearsal.Run(Some.Identity(), Input(line), Start).Events;
    }

    private static List<HistoryEvent> RunForgetful(JsonObject line)
    {
        var definition = Definition(line);
        return new ForgetfulRun(definition, work => throw Unexpected(work)) { IsStopped = IsStopped(line) }.Run(new WorkflowProgram(definition, Some.Identity()), Input(line), Start);
    }

    /// <summary>Whether the one who recorded it stopped the execution while it waited: nothing else ends so.</summary>
    private static bool IsStopped(JsonObject line) => line.String("expected_last") == "ExecutionAborted";

    private static InvalidOperationException Unexpected(Work work) => new($"Nothing performs {work.Kind} here.");

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static WorkflowDefinition Definition(JsonObject line) => WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(line.String("definition")!));

    private static JsonValue Input(JsonObject line) => JsonValue.ParseSpelled(line.String("input") ?? "{}");
}
