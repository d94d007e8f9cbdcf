using System.Globalization;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Workflows.Running;

namespace Quell.Workflows.Executing;

/// <summary>DescribeExecution, DescribeStateMachineForExecution and GetExecutionHistory (API Reference).</summary>
internal sealed class ExecutionReading(WorkflowEngine engine)
{
    private const int UsualPage = 100;

    public ValueTask<CallResult> DescribeExecution(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Execution(engine.Executions.Store);
        var view = engine.Executions.Store.View(stored);
        var reason = engine.Redriving.Obstacle(stored.Header, view.Execution);
        var described = ExecutionDescription.Of(
            stored.Header, WorkflowSettings.From(stored.Header.Settings), view.Execution, call.Input.String("includedData") != "METADATA_ONLY");
        return Answer(described
            .With("redriveStatus", stored.Header.MapRun is not null && reason is null ? "REDRIVABLE_BY_MAP_RUN" : reason is null ? "REDRIVABLE" : "NOT_REDRIVABLE")
            .With("redriveStatusReason", reason));
    }

    /// <summary>The state machine as it was when the execution began.</summary>
    public ValueTask<CallResult> DescribeStateMachineForExecution(Call call, CancellationToken cancellationToken)
    {
        var header = call.Execution(engine.Executions.Store).Header;
        var settings = WorkflowSettings.From(header.Settings);
        return Answer(JsonObject.Of(
            ("stateMachineArn", header.Target),
            ("name", settings.MachineName),
            ("definition", call.Input.String("includedData") == "METADATA_ONLY" ? null : header.Definition),
            ("roleArn", settings.RoleArn),
            ("updateDate", settings.Updated),
            ("loggingConfiguration", settings.Logging ?? JsonObject.Of(("level", "OFF"), ("includeExecutionData", false))),
            ("tracingConfiguration", JsonObject.Of(("enabled", settings.IsTraced))),
            ("mapRunArn", header.MapRun),
            ("label", StatesArn.TryParse(header.Target, out var target) ? (target as StatesArn.StateMachine)?.Label : null),
            ("revisionId", settings.RevisionId),
            ("encryptionConfiguration", JsonObject.Of(("type", "AWS_OWNED_KEY")))));
    }

    public ValueTask<CallResult> GetExecutionHistory(Call call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var events = engine.Executions.Store.History(call.Execution(engine.Executions.Store));
        if (input.Bool("reverseOrder") is true)
        {
            events.Reverse();
        }

        var skipped = input.String("nextToken") is { } token ? Position(token) : 0;
        var limit = input.Long("maxResults") is { } given and > 0 ? (int)given : UsualPage;
        var withData = input.Bool("includeExecutionData") is not false;
        var isMore = skipped + limit < events.Count;
        return Answer(JsonObject.Of(
            ("events", JsonArray.From(events.Skip(skipped).Take(limit).Select(happened => (JsonValue)HistoryText.Of(happened, withData)))),
            ("nextToken", isMore ? (JsonValue)PageToken.Write((skipped + limit).ToString(CultureInfo.InvariantCulture)) : null)));
    }

    private static ValueTask<CallResult> Answer(JsonObject output) => ValueTask.FromResult(new CallResult(output));

    private static int Position(string token) =>
        int.TryParse(PageToken.Read(token, WorkflowErrors.InvalidToken), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw WorkflowErrors.InvalidToken();
}
