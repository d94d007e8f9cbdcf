using Quell.Aws.Calls;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Executions;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>StopAutomationExecution and SendAutomationSignal (API Reference).</summary>
internal sealed class AutomationControl(DurableExecutions executions, CompiledRunbooks documents, Func<Call, StoredRun, JsonObject, bool, ValueTask> decide)
{
    /// <summary>
    /// Both interrupt the step that runs: <c>Cancel</c> by way of its <c>onCancel</c>, <c>Complete</c> without, and the execution is a success.
    /// </summary>
    public async ValueTask<CallResult> StopAutomationExecution(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Automation(executions.Store);
        Stimulus stimulus = call.Input.String("Type") == "Complete" ? Change("Complete") : new Stimulus.Stop(null, null);
        return await executions.Post(stored.Run, stimulus).ConfigureAwait(false)
            ? new(JsonObject.Empty)
            : throw RunbookErrors.Status("The automation execution has ended, and cannot be stopped.");
    }

    public async ValueTask<CallResult> SendAutomationSignal(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Automation(executions.Store);
        var payload = call.Input.Object("Payload") ?? JsonObject.Empty;
        switch (call.Input.String("SignalType"))
        {
            case "Approve":
                await decide(call, stored, payload, true).ConfigureAwait(false);
                break;
            case "Reject":
                await decide(call, stored, payload, false).ConfigureAwait(false);
                break;
            case "StartStep":
                await Send(stored, "StartStep", Step(stored, payload)).ConfigureAwait(false);
                break;
            case "Resume":
                await Send(stored, "Resume", payload.Has("StepName") ? Step(stored, payload) : null).ConfigureAwait(false);
                break;
            case "StopStep":
                await Send(stored, Change("StopStep", ("started", StepExecutions.Started(executions.Store.History(stored), stored.Header, First(payload, "StepExecutionId"))))).ConfigureAwait(false);
                break;
            default:
                throw RunbookErrors.Signal($"The signal {call.Input.String("SignalType")} is for just-in-time access, which Quell does not have.");
        }

        return new(JsonObject.Empty);
    }

    private ValueTask Send(StoredRun stored, string signal, string? step) => Send(stored, Change(signal, ("step", step)));

    private async ValueTask Send(StoredRun stored, Stimulus.Change change)
    {
        if (!await executions.Post(stored.Run, change).ConfigureAwait(false))
        {
            throw RunbookErrors.Signal("Nothing in the automation execution waits for this signal.");
        }
    }

    private string Step(StoredRun stored, JsonObject payload)
    {
        var name = First(payload, "StepName") ?? throw RunbookErrors.Signal("The payload of this signal names its step: StepName.");
        return documents.Read(stored.Header.Definition).Steps.Any(step => step.Name == name) ? name : throw RunbookErrors.NoStep(name);
    }

    private static string? First(JsonObject payload, string name) => payload.Array(name) is [JsonString text, ..] ? text.Value : null;

    private static Stimulus.Change Change(string signal, params ReadOnlySpan<(string, JsonValue?)> more) =>
        new(JsonObject.Of([("signal", signal), .. more]));
}
