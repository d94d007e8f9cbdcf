using Quell.Aws.Calls;
using Quell.Aws.Protocols;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Functions.Executions;
using Quell.Storage;

namespace Quell.Workflows.Executing;

/// <summary>DescribeMapRun, ListMapRuns and UpdateMapRun (API Reference).</summary>
internal sealed class MapRunOperations(WorkflowEngine engine)
{
    private Journal Journal => engine.Host.Journal;

    public ValueTask<CallResult> DescribeMapRun(Call call, CancellationToken cancellationToken)
    {
        var row = Find(call);
        var counts = Journal.Read(connection => MapRunTable.Counts(connection, row.Arn));
        return ValueTask.FromResult(new CallResult(JsonObject.Of(
            ("mapRunArn", row.Arn),
            ("executionArn", engine.Executions.Store.Find(row.Run)?.Header.Id),
            ("status", Status(row.State)),
            ("startDate", Timestamps.ToNeutral(row.Created)),
            ("stopDate", row.Ended is { } ended ? (JsonValue)Timestamps.ToNeutral(ended) : null),
            ("maxConcurrency", row.Facts.Long("maxConcurrency") ?? 0),
            ("toleratedFailurePercentage", row.Facts["toleratedPercentage"] ?? 0),
            ("toleratedFailureCount", row.Facts.Long("toleratedCount") ?? 0),
            ("itemCounts", Counts(row, row.Facts.Long("items") ?? 0, state => counts.GetValueOrDefault(state).Items)),
            ("executionCounts", Counts(row, row.Facts.Long("executions") ?? 0, state => counts.GetValueOrDefault(state).Executions)),
            ("redriveCount", row.Redrives),
            ("redriveDate", row.Redriven is { } redriven ? (JsonValue)Timestamps.ToNeutral(redriven) : null))));
    }

    /// <summary>The latest one first.</summary>
    public ValueTask<CallResult> ListMapRuns(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Execution(engine.Executions.Store);
        var rows = Journal.Read(connection => MapRunTable.OfRun(connection, stored.Run));
        return ValueTask.FromResult(new CallResult(WorkflowPage.Of(call.Input, "mapRuns", rows.Select(row => (
            $"{long.MaxValue - row.Created.ToUnixTimeMilliseconds():D19} {row.Arn}",
            JsonObject.Of(
                ("executionArn", stored.Header.Id),
                ("mapRunArn", row.Arn),
                ("stateMachineArn", stored.Header.Target),
                ("startDate", Timestamps.ToNeutral(row.Created)),
                ("stopDate", row.Ended is { } ended ? (JsonValue)Timestamps.ToNeutral(ended) : null)))))));
    }

    /// <summary>Changes the limits that are given, of a map run that runs; from then on they hold.</summary>
    public async ValueTask<CallResult> UpdateMapRun(Call call, CancellationToken cancellationToken)
    {
        var (row, input) = (Find(call), call.Input);
        if (!input.Has("maxConcurrency") && !input.Has("toleratedFailureCount") && !input.Has("toleratedFailurePercentage"))
        {
            throw WorkflowErrors.Validation("Either the maxConcurrency, the toleratedFailureCount, or the toleratedFailurePercentage must be specified");
        }

        var limits = JsonObject.Of(
            ("mapRun", row.Arn),
            ("maxConcurrency", input["maxConcurrency"] ?? row.Facts["maxConcurrency"]),
            ("toleratedCount", input["toleratedFailureCount"] ?? row.Facts["toleratedCount"]),
            ("toleratedPercentage", input["toleratedFailurePercentage"] ?? row.Facts["toleratedPercentage"]));
        var isChanged = row.State == ExecutionState.Started && await engine.Executions.Post(row.Run, new Stimulus.Change(limits)).ConfigureAwait(false);
        return isChanged
            ? new(JsonObject.Empty)
            : throw WorkflowErrors.Validation($"Map Run {row.Arn} is not in RUNNING status and cannot be updated");
    }

    private MapRunRow Find(Call call)
    {
        var text = call.Input.String("mapRunArn");
        var arn = StatesArn.TryParse(text, out var parsed) ? parsed : throw WorkflowErrors.NoArn(text);
        if (arn is not StatesArn.MapRun)
        {
            throw WorkflowErrors.OtherResource(arn);
        }

        return arn.Scope == call.Scope && Journal.Read(connection => MapRunTable.Find(connection, $"{arn}")) is { } row
            ? row
            : throw ExecutionErrors.NoMapRun($"{arn}");
    }

    private static string Status(ExecutionState state) => state switch
    {
        ExecutionState.Started => "RUNNING",
        ExecutionState.Succeeded => "SUCCEEDED",
        ExecutionState.Aborted => "ABORTED",
        _ => "FAILED",
    };

    private static JsonObject Counts(MapRunRow row, long total, Func<ExecutionState, long> count)
    {
        var (running, succeeded, failed) = (count(ExecutionState.Started), count(ExecutionState.Succeeded), count(ExecutionState.Failed));
        var (timedOut, aborted) = (count(ExecutionState.TimedOut), count(ExecutionState.Aborted));
        var ended = succeeded + failed + timedOut + aborted;
        return JsonObject.Of(
            ("pending", Math.Max(0, total - running - ended)),
            ("running", running),
            ("succeeded", succeeded),
            ("failed", failed),
            ("timedOut", timedOut),
            ("aborted", aborted),
            ("total", total),
            ("resultsWritten", row.State == ExecutionState.Succeeded && row.Facts.Bool("isWritten") is true ? ended : 0));
    }
}
