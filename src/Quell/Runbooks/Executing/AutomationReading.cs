using System.Globalization;
using Quell.Aws.Calls;
using Quell.Aws.Protocols;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Executions;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>GetAutomationExecution and DescribeAutomationStepExecutions (API Reference).</summary>
internal sealed class AutomationReading(DurableExecutions executions, CompiledRunbooks documents)
{
    /// <summary>Steps that GetAutomationExecution shows; the rest is DescribeAutomationStepExecutions'.</summary>
    private const int MostSteps = 100;

    private const int UsualPage = 50;

    public ValueTask<CallResult> GetAutomationExecution(Call call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new CallResult(JsonObject.Of(("AutomationExecution", Whole(call.Automation(executions.Store))))));

    public ValueTask<CallResult> DescribeAutomationStepExecutions(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Automation(executions.Store);
        var filter = new StepFilter(call.Input.Array("Filters"));
        var steps = StepExecutions.Of(executions.Store.History(stored), stored.Header, documents.Read(stored.Header.Definition)).Where(filter.Has).ToList();
        if (call.Input.Bool("ReverseOrder") is true)
        {
            steps.Reverse();
        }

        var after = call.Input.String("NextToken") is { } token ? Place(token) : 0;
        var limit = (int)(call.Input.Long("MaxResults") ?? UsualPage);
        return ValueTask.FromResult(new CallResult(JsonObject.Of(
            ("StepExecutions", JsonArray.From(steps.Skip(after).Take(limit))),
            ("NextToken", steps.Count > after + limit ? (after + limit).ToString(CultureInfo.InvariantCulture) : null))));
    }

    /// <summary>An execution with its steps.</summary>
    public JsonObject Whole(StoredRun stored)
    {
        var history = executions.Store.History(stored);
        var document = documents.Read(stored.Header.Definition);
        var steps = StepExecutions.Of(history, stored.Header, document);
        return Summary(stored, executions.Store.View(stored).Execution, history)
            .With("StepExecutions", JsonArray.From(steps.Take(MostSteps)))
            .With("StepExecutionsTruncated", steps.Count > MostSteps)
            .With("Parameters", Parameters(stored, history))
            .With("ProgressCounters", null)
            .With("Variables", Variables(history));
    }

    /// <summary>What listings show of an execution, too.</summary>
    public static JsonObject Summary(StoredRun stored, Execution execution, IReadOnlyList<HistoryEvent> history)
    {
        var settings = RunbookSettings.From(stored.Header.Settings);
        var current = execution.IsRunning ? Current(history) : null;
        return JsonObject.Of(
            ("AutomationExecutionId", settings.ExecutionId),
            ("DocumentName", settings.DocumentName),
            ("DocumentVersion", settings.DocumentVersion),
            ("ExecutionStartTime", Timestamps.ToNeutral(stored.Header.Created)),
            ("ExecutionEndTime", execution.Ended is { } ended ? Timestamps.ToNeutral(ended) : null),
            ("AutomationExecutionStatus", Status(execution, history)),
            ("Outputs", execution.Output is JsonObject outputs ? ParameterMap.Of(outputs) : JsonObject.Empty),
            ("FailureMessage", execution.IsRunning ? null : execution.Cause),
            ("Mode", settings.Mode == RunbookMode.Interactive ? "Interactive" : "Auto"),
            ("ParentAutomationExecutionId", settings.ParentId),
            ("ExecutedBy", settings.Caller.Arn),
            ("CurrentStepName", current?.Name),
            ("CurrentAction", current?.Fields?.String("action")),
            ("Targets", JsonArray.Empty),
            ("ResolvedTargets", JsonObject.Of(("ParameterValues", JsonArray.Empty), ("Truncated", false))));
    }

    private static string Status(Execution execution, IReadOnlyList<HistoryEvent> history)
    {
        if (!execution.IsRunning)
        {
            return AutomationStatus.Of(execution.Status);
        }

        return history.Any(happened => happened.Type == RunbookEvents.AutomationCancelling) ? AutomationStatus.Cancelling
            : history is [.., { Type: RunbookEvents.StepWaiting or RunbookEvents.StepHeld }] ? AutomationStatus.Waiting
            : AutomationStatus.InProgress;
    }

    /// <summary>The last step that began.</summary>
    private static HistoryEvent? Current(IReadOnlyList<HistoryEvent> history) => history.LastOrDefault(happened => happened.Type == RunbookEvents.StepStarted);

    private static JsonObject Parameters(StoredRun stored, IReadOnlyList<HistoryEvent> history) =>
        (history.FirstOrDefault(happened => happened.Type == RunbookEvents.AutomationStarted)?.Data ?? stored.Input) is JsonObject bound ? ParameterMap.Of(bound) : JsonObject.Empty;

    private static JsonObject Variables(IReadOnlyList<HistoryEvent> history)
    {
        var variables = JsonObject.Empty;
        foreach (var happened in history.Where(happened => happened.Type == RunbookEvents.VariableUpdated))
        {
            variables = variables.With(happened.Name ?? "", happened.Data);
        }

        return ParameterMap.Of(variables);
    }

    private static int Place(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : throw RunbookErrors.Token();
}
