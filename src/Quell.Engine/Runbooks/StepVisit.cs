using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>An execution in its step: what the step's action sees, and how it says what comes next. For one transition.</summary>
internal sealed class StepVisit(RunbookWalk walk, RunbookStep step)
{
    /// <summary>Bytes that a step's whole result may have to be kept beside its named outputs ("aws:executeScript": 100 KB of Payload are returned).</summary>
    private const int LargestResult = 102_400;

    public RunbookStep Step => step;

    public RunbookDocument Document => walk.Program.Document;

    public RunbookScope Scope => walk.Scope;

    public RunbookIdentity Identity => walk.Program.Identity;

    public RunbookFrame Frame => walk.Frame;

    public DateTimeOffset Now => walk.Run.Now;

    /// <summary>The inputs, resolved.</summary>
    public StepInputs Inputs => new(step.Name, walk.Frame.Step.Inputs);

    /// <summary>How far the action has come; empty when an attempt begins.</summary>
    public JsonObject Progress
    {
        get => walk.Frame.Step.Progress;
        set => walk.Frame.Step = walk.Frame.Step with { Progress = value };
    }

    /// <summary>What it printed; null where it printed nothing.</summary>
    public string? Log { get; set; }

    /// <summary>Has the shell call an API. Names are as the document's author writes them.</summary>
    public void Call(string service, string api, JsonObject parameters) =>
        Await(RunbookWork.Call, JsonObject.Of(("service", service), ("api", api), ("parameters", parameters)));

    /// <summary>Waits for work of a kind.</summary>
    public void Await(string kind, JsonObject spec) => Await(walk.Run.NextId(), new(kind, spec.With("step", step.Name)));

    /// <summary>Waits for work that somebody else ends, who gets the token <c>token</c>.</summary>
    public void AwaitToken(string kind, JsonObject spec)
    {
        var id = walk.Run.NextId();
        Await(id, new(kind, spec.With("step", step.Name).With("token", Identity.Token(id))) { IsTokenAwaited = true });
    }

    /// <summary>Waits for a time.</summary>
    public void WaitUntil(DateTimeOffset time)
    {
        var due = walk.Frame.Step.Due is { } limit && limit < time ? limit : time;
        walk.Wait(walk.Run.WaitUntil(walk.Frame, due));
    }

    /// <summary>Tells that the step waits for a person.</summary>
    public void TellWaiting(string reason) => walk.Tell(RunbookEvents.StepWaiting, step, null, JsonObject.Of(("reason", reason)));

    /// <summary>Tells that a variable has another value, and gives it that.</summary>
    public void SetVariable(string name, JsonValue value)
    {
        walk.Frame.Variables = walk.Frame.Variables.With(name, value);
        walk.Tell(RunbookEvents.VariableUpdated, step, value, JsonObject.Of(("variable", name)));
    }

    /// <summary>Outputs that there are though the step fails.</summary>
    /// <exception cref="StepException">They are too large.</exception>
    public void Keep(JsonObject outputs) => walk.Frame.Outputs = walk.Frame.Outputs.SetItem(step.Name, StepLimits.Bounded(outputs));

    /// <summary>The step is done.</summary>
    /// <param name="result">What its outputs are taken from.</param>
    /// <param name="predefined">Outputs that its action has anyway; null for none.</param>
    /// <exception cref="StepException">An output is none of its type.</exception>
    public void Succeed(JsonObject result, JsonObject? predefined = null)
    {
        var outputs = (predefined ?? JsonObject.Empty).Merge(OutputSelection.Select(step.Outputs, result));
        var all = walk.Program.Steps.UsesResult(step) && result.Size <= LargestResult ? outputs.With("OutputPayload", outputs["OutputPayload"] ?? result) : outputs;
        walk.Succeed(step, StepLimits.Bounded(all), JsonObject.Of(("log", Log)));
    }

    /// <summary>The step is done and has chosen what comes next.</summary>
    public void SucceedTo(string next) => walk.Succeed(step, JsonObject.Empty, JsonObject.Of(("nextStep", next)), next);

    /// <summary>Begins a round of the loop that the step is.</summary>
    public void BeginRound(int iteration, JsonArray? items, int most) => walk.BeginRound(step, iteration, items, most);

    private void Await(int id, Work work) =>
        walk.Wait(walk.Run.Await(new(id, walk.Frame.Id, work) { Due = walk.Frame.Step.Due }));
}
