using System.Globalization;
using Quell.Aws.Calls;
using Quell.Aws.Protocols;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Rollout;
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
        var steps = Steps(executions.Store.History(stored), stored).Where(filter.Has).ToList();
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
        var (execution, history) = executions.Store.Whole(stored);
        var steps = Steps(history, stored);
        return Summary(stored, execution, history)
            .With("StepExecutions", JsonArray.From(steps.Take(MostSteps)))
            .With("StepExecutionsTruncated", steps.Count > MostSteps)
            .With("Parameters", Parameters(stored, history))
            .With("ProgressCounters", RunbookSettings.From(stored.Header.Settings).Rollout is null ? null : Counters(steps))
            .With("Variables", Variables(history));
    }

    /// <summary>Of an execution that runs a document for many targets, its steps are theirs.</summary>
    private List<JsonObject> Steps(List<HistoryEvent> history, StoredRun stored) => StepExecutions.Of(
        history, stored.Header, RunbookSettings.From(stored.Header.Settings).Rollout is null ? documents.Read(stored.Header.Definition).Steps : []);

    private static JsonObject Counters(List<JsonObject> steps) => JsonObject.Of(
        ("TotalSteps", steps.Count), ("SuccessSteps", Count(steps, AutomationStatus.Success)), ("FailedSteps", Count(steps, AutomationStatus.Failed)),
        ("CancelledSteps", Count(steps, AutomationStatus.Cancelled)), ("TimedOutSteps", Count(steps, AutomationStatus.TimedOut)));

    private static int Count(List<JsonObject> steps, string status) => steps.Count(step => step.String("StepStatus") == status);

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
            ("TargetParameterName", settings.Asked?["TargetParameterName"]),
            ("Targets", settings.Asked?["Targets"] ?? JsonArray.Empty),
            ("TargetMaps", settings.Asked?["TargetMaps"]),
            ("MaxConcurrency", settings.Asked?["MaxConcurrency"]),
            ("MaxErrors", settings.Asked?["MaxErrors"]),
            ("Target", settings.Target),
            ("ResolvedTargets", JsonObject.Of(
                ("ParameterValues", JsonArray.From(RolloutPlan.From(settings.Rollout ?? JsonObject.Empty).Targets.Select(target => (JsonValue)target.Label))),
                ("Truncated", false))));
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
