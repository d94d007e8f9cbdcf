using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Runbooks.Executing;

namespace Quell.Runbooks.Running;

/// <summary>Starts the runbook of <c>aws:executeAutomation</c>; its end is told by the execution itself.</summary>
internal sealed class ChildPerformer(DurableExecutions executions, NewAutomation automations, RunbookCalls calls, string seed) : IWorkPerformer
{
    /// <summary>How deep executions may start one another, so that a runbook that starts itself comes to an end.</summary>
    private const int Deepest = 10;

    /// <summary>Inputs of the action that would be passed over.</summary>
    private static readonly string[] Unserved = ["targets", "targetMaps", "targetLocations", "targetParameterName", "maxConcurrency", "maxErrors"];

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var id = Id(order);
        if (executions.Store.Find(AutomationArn.Of(order.Header.Scope, id)) is not null)
        {
            return new Signal.Submitted(JsonObject.Of(("ExecutionId", id)));
        }

        if (Array.Find(Unserved, order.Work.Spec.Has) is { } unserved)
        {
            return new Signal.Failed("InvalidAutomationExecutionParametersException", $"Quell does not support {unserved} of aws:executeAutomation. StartAutomationExecution takes targets.");
        }

        var parent = RunbookSettings.From(order.Header.Settings);
        if (parent.Depth >= Deepest)
        {
            return new Signal.Failed("AutomationExecutionLimitExceededException", $"Automations start one another at most {Deepest} levels deep.");
        }

        try
        {
            var (header, input) = automations.Make(Request(order), parent.Rollout is null ? calls.Caller(order.Header) : parent.Caller, order.Header.Scope, id);
            var settings = RunbookSettings.From(header.Settings) with
            {
                ParentId = parent.ExecutionId,
                Depth = parent.Depth + 1,
                Target = order.Work.Spec.String("target"),
            };
            await executions.Begin(
                header with
                {
                    Settings = settings.ToJson(),
                    EventId = order.Header.EventId,
                    Rule = order.Header.Rule,
                    Parent = new(order.Run, order.Pending.Id, RunbookLanguage.ChildForm),
                }, input).ConfigureAwait(false);
            return new Signal.Submitted(JsonObject.Of(("ExecutionId", id)));
        }
        catch (AwsException refusal)
        {
            return new Signal.Failed(refusal.Code, refusal.Message);
        }
    }

    public void Cancel(WorkOrder order)
    {
        // Executions that nobody waits for any more are stopped by those that run them.
    }

    private string Id(WorkOrder order) => new IdSource(seed, $"{order.Name}/automation").Uuid();

    private static AutomationRequest Request(WorkOrder order)
    {
        var spec = order.Work.Spec;
        return new()
        {
            DocumentName = spec.String("documentName") ?? "",
            DocumentVersion = spec.String("documentVersion"),
            Parameters = spec.Object("runtimeParameters") ?? JsonObject.Empty,
            Tags = spec.Array("tags"),
        };
    }
}
