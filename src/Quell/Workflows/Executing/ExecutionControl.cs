using Quell.Aws.Calls;
using Quell.Aws.Protocols;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Workflows.Executing;

/// <summary>StopExecution and RedriveExecution (API Reference).</summary>
internal sealed class ExecutionControl(WorkflowEngine engine)
{
    /// <summary>One that has ended stays as it is; the answer is when that was.</summary>
    public async ValueTask<CallResult> StopExecution(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Execution(engine.Executions.Store);
        await engine.Executions.Post(stored.Run, new Stimulus.Stop(call.Input.String("error"), call.Input.String("cause"))).ConfigureAwait(false);
        return new(JsonObject.Of(("stopDate", Timestamps.ToNeutral(engine.Executions.Store.View(stored).Execution.Ended ?? call.Time))));
    }

    /// <summary>A request with the token of one that was carried out a little while ago is that one.</summary>
    public async ValueTask<CallResult> RedriveExecution(Call call, CancellationToken cancellationToken)
    {
        var stored = call.Execution(engine.Executions.Store);
        var token = call.Input.String("clientToken");
        if (token is not null && engine.Redriving.Earlier(stored.Run, token) is { } earlier)
        {
            return Redriven(earlier);
        }

        if (stored.Header.MapRun is not null)
        {
            throw ExecutionErrors.NotRedrivable("Execution was started by a Map Run: redrive the execution that has the Map state");
        }

        var view = engine.Executions.Store.View(stored);
        if (engine.Redriving.Obstacle(stored.Header, view.Execution) is { } obstacle)
        {
            throw ExecutionErrors.NotRedrivable(obstacle);
        }

        var now = engine.Host.Time.GetUtcNow();
        var isRedriven = await engine.Executions.Post(
            stored.Run, Stimulus.Redrive.Instance, alongside: token is null ? null : connection => Redriving.Remember(connection, stored.Run, token, now)).ConfigureAwait(false);
        return isRedriven
            ? Redriven(engine.Executions.Store.View(stored).Execution.Redriven ?? now)
            : throw ExecutionErrors.NotRedrivable(engine.Redriving.Obstacle(stored.Header, engine.Executions.Store.View(stored).Execution) ?? "Execution cannot be redriven");
    }

    private static CallResult Redriven(DateTimeOffset time) => new(JsonObject.Of(("redriveDate", Timestamps.ToNeutral(time))));
}
