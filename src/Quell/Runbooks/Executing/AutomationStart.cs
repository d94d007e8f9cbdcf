using System.Collections.Concurrent;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Executions;
using Quell.Gate;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>StartAutomationExecution (API Reference).</summary>
internal sealed class AutomationStart(DurableExecutions executions, NewAutomation automations, string seed)
{
    /// <summary>What Quell does not do with an execution.</summary>
    private static readonly string[] Unserved = ["Targets", "TargetMaps", "TargetParameterName", "TargetLocations", "TargetLocationsURL", "AlarmConfiguration", "MaxConcurrency", "MaxErrors"];

    /// <summary>Ids that are being taken: two requests with one client token do not both find it free.</summary>
    private readonly ConcurrentDictionary<string, Task> _taken = new(StringComparer.Ordinal);

    /// <summary>A client token that was used before names that execution.</summary>
    public async ValueTask<CallResult> StartAutomationExecution(Call call, CancellationToken cancellationToken)
    {
        if (Array.Find(Unserved, call.Input.Has) is { } unserved)
        {
            throw RunbookErrors.Parameters($"Quell does not support {unserved} of an automation execution.");
        }

        var id = Id(call);
        var (header, input) = automations.Make(Request(call.Input), call.Principal, call.Scope, id);
        header = header with { EventId = call.Cause?.EventId, Rule = call.Cause?.RuleArn };
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_taken.GetOrAdd(header.Id, mine.Task) is var other && other != mine.Task)
        {
            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var result = new CallResult(JsonObject.Of(("AutomationExecutionId", id)));
            if (executions.Store.Find(header.Id) is { } earlier)
            {
                return IsSame(earlier, header, input) ? result : throw RunbookErrors.OtherRequest();
            }

            await executions.Begin(header, input, call.Record(result)).ConfigureAwait(false);
            return result;
        }
        finally
        {
            _taken.TryRemove(header.Id, out _);
            mine.SetResult();
        }
    }

    private string Id(Call call) => new IdSource(
        seed, call.Input.String("ClientToken") is { } token ? $"{call.Scope.Account}/{call.Scope.Region}/{token}/automation" : $"{call.IdOwner ?? call.RequestId}/automation").Uuid();

    private static AutomationRequest Request(JsonObject input) => new()
    {
        DocumentName = input.String("DocumentName") ?? "",
        DocumentVersion = input.String("DocumentVersion"),
        Parameters = input.Object("Parameters") ?? JsonObject.Empty,
        Mode = input.String("Mode") == "Interactive" ? RunbookMode.Interactive : RunbookMode.Auto,
        Tags = input.Array("Tags"),
    };

    private static bool IsSame(StoredRun earlier, ExecutionHeader header, JsonObject input)
    {
        var (before, now) = (RunbookSettings.From(earlier.Header.Settings), RunbookSettings.From(header.Settings));
        return earlier.Input.Equals(input) && before.DocumentName == now.DocumentName && before.DocumentVersion == now.DocumentVersion && before.Mode == now.Mode;
    }
}
