using Quell.Aws.Calls;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Functions.Executions;
using Quell.Workflows.Running;

namespace Quell.Workflows.Executing;

/// <summary>ListExecutions (API Reference): of a state machine, of one of its versions or aliases, or of a map run; the newest first.</summary>
internal sealed class ExecutionListing(WorkflowEngine engine)
{
    private const int UsualPage = 100;

    public ValueTask<CallResult> ListExecutions(Call call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var rows = Of(call);
        var limit = input.Long("maxResults") is { } given and > 0 ? (int)given : UsualPage;
        var after = input.String("nextToken") is { } token ? ListedPlace.Parse(token) ?? throw WorkflowErrors.InvalidToken() : ListedPlace.Newest;
        var page = new List<ListedExecution>();
        var isMore = true;
        while (page.Count <= limit && isMore)
        {
            var read = engine.Host.Journal.Read(connection => rows.Read(connection, after, limit + 1));
            isMore = read.Count > limit;
            after = read.Count > 0 ? read[^1].Place : after;
            page.AddRange(read.Where(rows.Has));
        }

        return ValueTask.FromResult(new CallResult(JsonObject.Of(
            ("executions", JsonArray.From(page.Take(limit).Select(listed => (JsonValue)Shown(listed, rows.MapRun is not null)))),
            ("nextToken", page.Count > limit ? (JsonValue)page[limit - 1].Place.ToString() : null))));
    }

    private ListedExecutions Of(Call call)
    {
        var input = call.Input;
        var rows = new ListedExecutions { State = State(input.String("statusFilter")), IsRedriven = input.String("redriveFilter") is { } filter ? filter == "REDRIVEN" : null };
        return (input.String("stateMachineArn"), input.String("mapRunArn")) switch
        {
            ({ } machine, null) => OfMachine(call, rows, machine),
            (null, { } mapRun) => OfMapRun(call, rows, mapRun),
            (null, null) => throw WorkflowErrors.Validation("Must provide a State Machine ARN or Map Run ARN"),
            _ => throw WorkflowErrors.Validation("Must provide either a State Machine ARN or a Map Run ARN, but not both"),
        };
    }

    private ListedExecutions OfMachine(Call call, ListedExecutions rows, string text)
    {
        var (arn, state) = (StateMachines.Parsed(text), engine.Host.Resources.Current);
        if (arn.Label is not null || arn.Scope != call.Scope || StateMachines.Find(state, arn) is not { } machine)
        {
            throw WorkflowErrors.NoStateMachine($"{arn}");
        }

        if (machine.String("type") == "EXPRESS")
        {
            throw ExecutionErrors.TypeNotSupported();
        }

        return arn.Qualifier is null || StateMachines.FindQualified(state, arn) is not null
            ? rows with { Target = $"{arn.Unqualified}", Qualified = arn.Qualifier is null ? null : $"{arn}" }
            : throw ExecutionErrors.NoMapRun($"{arn}");
    }

    private ListedExecutions OfMapRun(Call call, ListedExecutions rows, string text)
    {
        var arn = StatesArn.TryParse(text, out var parsed) ? parsed : throw WorkflowErrors.NoArn(text);
        if (arn is not StatesArn.MapRun)
        {
            throw WorkflowErrors.OtherResource(arn);
        }

        return arn.Scope == call.Scope && engine.Host.Journal.Read(connection => MapRunTable.Find(connection, $"{arn}")) is not null
            ? rows with { MapRun = $"{arn}" }
            : throw ExecutionErrors.NoMapRun($"{arn}");
    }

    private JsonObject Shown(ListedExecution listed, bool isOfMapRun)
    {
        var settings = WorkflowSettings.From(listed.Header.Settings);
        return JsonObject.Of(
            ("executionArn", listed.Header.Id),
            ("stateMachineArn", listed.Header.Target),
            ("name", settings.Name),
            ("status", Status(listed.State)),
            ("startDate", Timestamps.ToNeutral(listed.Header.Created)),
            ("stopDate", listed.Ended is { } ended ? (JsonValue)Timestamps.ToNeutral(ended) : null),
            ("mapRunArn", listed.Header.MapRun),
            ("itemCount", isOfMapRun ? (JsonValue)listed.Header.Items : null),
            ("stateMachineVersionArn", settings.VersionArn),
            ("stateMachineAliasArn", settings.AliasArn),
            ("redriveCount", listed.Redrives),
            ("redriveDate", listed.Redrives > 0 && engine.Executions.Store.View(listed.Run)?.Execution.Redriven is { } redriven ? (JsonValue)Timestamps.ToNeutral(redriven) : null));
    }

    private static ExecutionState? State(string? status) => status switch
    {
        null => null,
        "RUNNING" => ExecutionState.Started,
        "SUCCEEDED" => ExecutionState.Succeeded,
        "FAILED" => ExecutionState.Failed,
        "TIMED_OUT" => ExecutionState.TimedOut,
        "ABORTED" => ExecutionState.Aborted,
        // A redrive begins at once: none waits for it.
        _ => ExecutionState.Waiting,
    };

    private static string Status(ExecutionState state) => state switch
    {
        ExecutionState.Started => "RUNNING",
        ExecutionState.Succeeded => "SUCCEEDED",
        ExecutionState.TimedOut => "TIMED_OUT",
        ExecutionState.Aborted => "ABORTED",
        _ => "FAILED",
    };
}
