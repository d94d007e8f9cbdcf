using System.Collections.Concurrent;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Rollout;
using Quell.Executions;
using Quell.Gate;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>StartAutomationExecution (API Reference).</summary>
internal sealed class AutomationStart(DurableExecutions executions, NewAutomation automations, RolloutTargets targets, string seed)
{
    /// <summary>What Quell does not do with an execution.</summary>
    private static readonly string[] Unserved = ["TargetLocations", "TargetLocationsURL", "AlarmConfiguration"];

    private static readonly string[] OfTargets = ["Targets", "TargetMaps", "TargetParameterName", "MaxConcurrency", "MaxErrors"];

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
        var (header, input) = RolloutTargets.IsAsked(call.Input)
            ? await Rollout(call, id, cancellationToken).ConfigureAwait(false)
            : automations.Make(Request(call.Input), call.Principal, call.Scope, id);
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

    /// <summary>An execution that runs the document for each target. Each target's own is made when its turn comes; the first is tried now, for what is wrong with it.</summary>
    private async Task<(ExecutionHeader Header, JsonObject Input)> Rollout(Call call, string id, CancellationToken cancellationToken)
    {
        var request = Request(call.Input);
        if (request.Mode == RunbookMode.Interactive)
        {
            throw RunbookErrors.Parameters("An automation with targets runs in the mode Auto.");
        }

        var found = await targets.Resolve(call, request.Parameters, cancellationToken).ConfigureAwait(false);
        var (header, _) = automations.Make(request with { Parameters = found[0].Parameters }, call.Principal, call.Scope, id);
        var settings = RunbookSettings.From(header.Settings);
        var (concurrency, errors) = (call.Input.String("MaxConcurrency") ?? RolloutPlan.UsualConcurrency, call.Input.String("MaxErrors") ?? RolloutPlan.UsualErrors);
        var plan = new RolloutPlan(
            request.DocumentName, settings.DocumentVersion, found,
            RolloutPlan.Count(concurrency, found.Length, 1) ?? throw RunbookErrors.Parameters($"MaxConcurrency is a number from 1 or a percentage, not {concurrency}."),
            RolloutPlan.Count(errors, found.Length, 0) ?? throw RunbookErrors.Parameters($"MaxErrors is a number or a percentage, not {errors}."));
        var asked = JsonObject.Of([.. OfTargets.Select(name => (name, call.Input[name]))]);
        return (header with { Settings = (settings with { Rollout = plan.ToJson(), Asked = asked }).ToJson() }, request.Parameters);
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
        return earlier.Input.Equals(input) && before.DocumentName == now.DocumentName && before.DocumentVersion == now.DocumentVersion && before.Mode == now.Mode
            && Equals(before.Asked, now.Asked);
    }
}
