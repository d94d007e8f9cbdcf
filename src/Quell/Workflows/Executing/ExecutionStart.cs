using System.Collections.Concurrent;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Gate;
using Quell.Workflows.Running;

namespace Quell.Workflows.Executing;

/// <summary>StartExecution and StartSyncExecution (API Reference).</summary>
internal sealed class ExecutionStart(WorkflowEngine engine)
{
    /// <summary>Memory that an Express execution is billed for at least, in MB; and the steps in which its time is, in milliseconds.</summary>
    private const int BilledMemory = 64;
    private const int BilledStep = 100;

    /// <summary>Names that are being taken: two requests for one do not both find it free.</summary>
    private readonly ConcurrentDictionary<string, Task> _taken = new(StringComparer.Ordinal);

    /// <summary>
    /// The name of a standard execution that runs, with the same input, has the answer of the first request; else a name that is taken
    /// is refused. Express executions share names.
    /// </summary>
    public async ValueTask<CallResult> StartExecution(Call call, CancellationToken cancellationToken)
    {
        var (header, input) = Read(call);
        if (header.IsVolatile)
        {
            return await Begin(call, header, input).ConfigureAwait(false);
        }

        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_taken.GetOrAdd(header.Id, mine.Task) is var other && other != mine.Task)
        {
            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await Again(call, header, input).ConfigureAwait(false) ?? await Begin(call, header, input).ConfigureAwait(false);
        }
        finally
        {
            _taken.TryRemove(header.Id, out _);
            mine.SetResult();
        }
    }

    /// <summary>Starts an Express execution and answers with what it came to.</summary>
    public async ValueTask<CallResult> StartSyncExecution(Call call, CancellationToken cancellationToken)
    {
        var (header, input) = Read(call);
        if (!header.IsVolatile)
        {
            throw ExecutionErrors.TypeNotSupported();
        }

        var execution = await engine.Executions.Run(header, input, cancellationToken).ConfigureAwait(false);
        return new(Ended(header, execution, call.Input.String("includedData") != "METADATA_ONLY"));
    }

    private (ExecutionHeader Header, JsonValue Input) Read(Call call)
    {
        var ids = new NewExecution(new IdSource(engine.Host.Seed, $"{call.IdOwner ?? call.RequestId}/execution"));
        var name = call.Input.String("name");
        if (name is not null)
        {
            WorkflowName.Check(name);
        }

        var machine = ids.Resolve(engine.Host.Resources.Current, call.Scope, call.Input.String("stateMachineArn"));
        if (!DataText.TryParse(call.Input.String("input") ?? "{}", "input", out var input, out var mistake))
        {
            throw ExecutionErrors.InvalidInput(mistake);
        }

        var header = ids.Header(machine, name, call.Input.String("traceHeader"), engine.Host.Time.GetUtcNow());
        return (header with { EventId = call.Cause?.EventId, Rule = call.Cause?.RuleArn, Parent = Parent(call) }, input);
    }

    private static ParentLink? Parent(Call call) =>
        call.Answer() is { Form: { } form } receipt ? new(receipt.Run, receipt.Pending, form) : null;

    /// <summary>The answer where the name is taken by the same execution; null where it is free.</summary>
    /// <exception cref="Aws.AwsException"><c>ExecutionAlreadyExists</c>.</exception>
    private async Task<CallResult?> Again(Call call, ExecutionHeader header, JsonValue input)
    {
        if (engine.Executions.Store.Find(header.Id) is not { } stored)
        {
            var past = engine.Host.Journal.Read(connection => ExecutionNames.Ended(connection, header.Id));
            return past is null || past + ExecutionNames.Last < header.Created ? null : throw ExecutionErrors.Exists(header.Id);
        }

        var existing = engine.Executions.Store.View(stored);
        if (existing.Execution.Ended is { } ended && ended + ExecutionNames.Last < header.Created)
        {
            await engine.Host.Journal.Write(connection => ExecutionStore.Forget(connection, stored.Run, header.Id)).ConfigureAwait(false);
            return null;
        }

        // One that somebody else waits for cannot be waited for again.
        var isSame = existing.Execution.IsRunning && stored.Input.Equals(input) && (Parent(call) is not { } parent || parent == stored.Header.Parent);
        return isSame ? Started(stored.Header) : throw ExecutionErrors.Exists(header.Id);
    }

    private async Task<CallResult> Begin(Call call, ExecutionHeader header, JsonValue input)
    {
        var result = Started(header);
        await engine.Executions.Begin(header, input, call.Record(result)).ConfigureAwait(false);
        return result;
    }

    private static CallResult Started(ExecutionHeader header) =>
        new(JsonObject.Of(("executionArn", header.Id), ("startDate", Timestamps.ToNeutral(header.Created))));

    private static JsonObject Ended(ExecutionHeader header, Execution execution, bool withData)
    {
        var settings = WorkflowSettings.From(header.Settings);
        var ended = execution.Ended ?? header.Created;
        var steps = Math.Max(1, Math.Ceiling((ended - execution.Started).TotalMilliseconds / BilledStep));
        var included = JsonObject.Of(("included", withData));
        return JsonObject.Of(
            ("executionArn", header.Id),
            ("stateMachineArn", header.Target),
            ("name", settings.Name),
            ("startDate", Timestamps.ToNeutral(execution.Started)),
            ("stopDate", Timestamps.ToNeutral(ended)),
            ("status", ExecutionDescription.Status(execution.Status)),
            ("error", execution.Error),
            ("cause", execution.Cause),
            ("input", withData ? execution.Input?.ToSpelledString() : null),
            ("inputDetails", included),
            ("output", withData ? execution.Output?.ToSpelledString() : null),
            ("outputDetails", execution.Output is null ? null : included),
            ("traceHeader", settings.TraceHeader),
            ("billingDetails", JsonObject.Of(("billedMemoryUsedInMB", BilledMemory), ("billedDurationInMilliseconds", (long)steps * BilledStep))));
    }
}
