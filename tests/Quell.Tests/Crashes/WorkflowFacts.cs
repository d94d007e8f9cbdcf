using System.Text;
using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Events;
using Quell.Executions;
using Quell.Storage;
using Quell.Workflows.Running;

namespace Quell.Tests.Crashes;

/// <summary>What executions of workflows did, as a data folder's journal tells it, read from outside.</summary>
internal sealed class WorkflowFacts(string dataFolder) : IDisposable
{
    private static readonly WorkflowLanguage Language = new(
        new TaskTokens(""), TimeProvider.System, "", static _ => HandOver.Done, static (_, _, _) => { }, static _ => { });

    private readonly JournalConnection _connection = JournalConnection.Open(Path.Combine(dataFolder, "quell.db"), readOnly: true);

    /// <summary>What comes later has higher numbers than this.</summary>
    public long Mark() => _connection.Number(
        """
        SELECT max(seq) FROM (
          SELECT seq FROM runs UNION ALL SELECT seq + count - 1 FROM events UNION ALL SELECT seq FROM trail
          UNION ALL SELECT seq FROM changes UNION ALL SELECT seq FROM messages)
        """) ?? 0;

    /// <summary>The executions behind a mark.</summary>
    public List<RunFacts> Runs(long after) => _connection.Query(
        "SELECT runs.seq, runs.header, definitions.text, executions.input FROM runs JOIN definitions ON definitions.hash = runs.definition JOIN executions ON executions.id = runs.execution WHERE runs.seq > ?1 ORDER BY runs.seq",
        row => Read(
            row.GetInt64(0),
            ExecutionHeader.From((JsonObject)JsonValue.Parse((byte[])row.GetValue(1)), Encoding.UTF8.GetString((byte[])row.GetValue(2))),
            JsonValue.ParseSpelled(Encoding.UTF8.GetString((byte[])row.GetValue(3)))),
        after);

    /// <summary>
    /// All that an execution and those that it started left behind, in no order: how they ended, their histories, the messages that
    /// they sent, the changes and trail records of their calls, and what was told of them on the bus.
    /// </summary>
    /// <param name="after">The mark before its start.</param>
    public List<string> Outcome(long after)
    {
        var runs = Runs(after);
        var name = runs[0].Header.Id.Split(':')[^1];
        var lines = runs.SelectMany(run => run.Lines())
            .Concat(Messages(after)).Concat(Changes(after)).Concat(Trail(after)).Concat(Told(after));
        return [.. lines.Select(line => Sameness.Of(line.Replace(name, "EXECUTION", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _connection.Dispose();

    private RunFacts Read(long run, ExecutionHeader header, JsonValue input)
    {
        var program = Language.Program(run, header);
        var known = new KnownValues();
        known.Add(input);
        var (execution, events) = (Execution.New, new List<HistoryEvent>());
        foreach (var record in _connection.Query("SELECT record FROM run_records WHERE run = ?1 ORDER BY ordinal", row => (byte[])row.GetValue(0), run))
        {
            execution = TransitionRecord.Read(program, new(record, known), execution, events);
        }

        return new(header, execution, events);
    }

    private List<string> Messages(long after) =>
        _connection.Query("SELECT body FROM messages WHERE seq > ?1", row => $"message {row.GetString(0)}", after);

    private List<string> Changes(long after) => _connection.Query(
        "SELECT record FROM changes WHERE seq > ?1 AND execution IS NOT NULL", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)), after)
        .ConvertAll(change => $"change {change.String("operation")} {change.String("state")}");

    private List<string> Trail(long after) => _connection.Query(
        "SELECT record FROM trail WHERE seq > ?1 AND read_only = 0", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)), after)
        .Where(record => record.String("sourceIPAddress") == "states.amazonaws.com")
        .Select(record => $"trail {record.String("eventName")} {record.String("errorCode")}").ToList();

    private IEnumerable<string> Told(long after) => new EventReader(_connection).After(after, int.MaxValue - 1)
        .Select(stored => (JsonObject)JsonValue.Parse(stored.Body.Span))
        .Where(told => told.String("source") == "aws.states" && told.String("detail-type") == "Step Functions Execution Status Change")
        .Select(told => $"told {told.Object("detail")?.String("stateMachineArn")} {told.Object("detail")?.String("status")}");
}

/// <summary>An execution as far as it is durable.</summary>
internal sealed record RunFacts(ExecutionHeader Header, Execution Execution, List<HistoryEvent> Events)
{
    /// <summary>Events of an express child of <c>workflow.yaml</c>, which begins and ends in one step: its start, its state's two, its end.</summary>
    private const int Express = 4;

    /// <summary>Events that it has reached, also those of a history that is not journaled.</summary>
    public int Reached => !Header.IsVolatile ? Events.Count : Execution.IsRunning ? 0 : Express;

    /// <summary>How it ended, and each event with what it follows; which branch of a Parallel or Map ends last is left out.</summary>
    public IEnumerable<string> Lines()
    {
        Events.Select(happened => happened.Id).ShouldBe(Enumerable.Range(1, Events.Count), Header.Id);
        return Events.Select(happened => $"{Header.Target} {Text(happened)} after {Before(happened)}")
            .Append($"{Header.Target} {Execution.Status} {Execution.Output} {Execution.Error} {Execution.Cause}");
    }

    /// <summary>The history in its order, times and all.</summary>
    public List<string> History() => Events.ConvertAll(happened => HistoryText.Of(happened).ToString());

    private static string Text(HistoryEvent happened) =>
        HistoryText.Of(happened).Without("timestamp").Without("id").Without("previousEventId").ToString();

    private string Before(HistoryEvent happened) =>
        happened.Type is "ParallelStateSucceeded" or "ParallelStateExited" or "MapStateSucceeded" or "MapStateExited" ? "its branches"
        : happened.Previous == 0 ? "nothing"
        : $"{Events[happened.Previous - 1].Type} {Events[happened.Previous - 1].Name}";
}
