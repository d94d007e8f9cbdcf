using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Rollout;
using Quell.Events;
using Quell.Executions;
using Quell.Runbooks.Executing;

namespace Quell.Runbooks.Running;

/// <summary>Runbooks as durable executions: documents, names, what is told of them.</summary>
/// <param name="bus">Puts events on the bus.</param>
internal sealed class RunbookLanguage(CompiledRunbooks documents, TaskTokens tokens, Func<IReadOnlyList<BusEvent>, HandOver> bus) : ExecutionLanguage
{
    /// <summary>The kind of execution that runbooks are.</summary>
    public const string Kind = "runbook";

    /// <summary>In which form the step of a runbook that started another one is told of its end.</summary>
    public const string ChildForm = "automation";

    public override ExecutionProgram Program(long run, ExecutionHeader header)
    {
        var settings = RunbookSettings.From(header.Settings);
        var identity = new RunbookIdentity
        {
            ExecutionId = settings.ExecutionId,
            DocumentName = settings.DocumentName,
            DocumentVersion = settings.DocumentVersion,
            Region = header.Scope.Region,
            AccountId = header.Scope.Account,
            Partition = header.Scope.Partition,
            StartedBy = settings.Caller.Arn,
            Mode = settings.Mode,
            Token = pending => tokens.Make(run, pending),
        };
        return settings.Rollout is { } rollout
            ? new RolloutProgram(RolloutPlan.From(rollout), identity)
            : new RunbookProgram(documents.Read(header.Definition), identity);
    }

    public override HandOver Announce(ExecutionHeader header, Execution execution) => HandOver.Done;

    /// <summary>Every step that begins or ends is told, too, and so is the execution when it waits.</summary>
    public override HandOver Tell(ExecutionHeader header, Transition transition) =>
        AutomationNotices.Of(header, transition) is { Count: > 0 } events ? bus(events) : HandOver.Done;

    public override void Recorded(ExecutionHeader header, Transition transition)
    {
    }

    /// <remarks>The outputs are a list of texts, whatever their names are (User Guide, "aws:executeAutomation").</remarks>
    public override Signal Told(ExecutionHeader header, Execution execution, string form) => new Signal.Succeeded(JsonObject.Of(
        ("ExecutionId", RunbookSettings.From(header.Settings).ExecutionId),
        ("Status", AutomationStatus.Of(execution.Status)),
        ("Output", JsonArray.From((execution.Output as JsonObject ?? JsonObject.Empty).SelectMany(output => ParameterMap.List(output.Value).Items))),
        ("FailureMessage", execution.Cause)));
}
