using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;

namespace Quell.Engine.Tests.Workflows;

/// <summary>An execution that a test plays by hand: what happens to it, and when.</summary>
internal sealed class Played
{
    private readonly WorkflowProgram _program;

    public Played(string definition, string input = "{}", WorkflowIdentity? identity = null)
    {
        _program = new(WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(definition)), identity ?? Some.Identity());
        Do(new Stimulus.Start(JsonValue.Parse(input)));
    }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Execution Execution { get; private set; } = Execution.New;

    public List<HistoryEvent> Events { get; } = [];

    /// <summary>Work that was begun and neither answered nor cancelled.</summary>
    public List<Pending> Begun { get; } = [];

    public List<Pending> Cancelled { get; } = [];

    public IEnumerable<string> Types => Events.Select(happened => happened.Type);

    public Played Do(Stimulus stimulus)
    {
        var transition = _program.Advance(Execution, stimulus, Now);
        Execution = transition.Execution;
        Events.AddRange(transition.Events);
        Begun.AddRange(transition.Begin);
        Cancelled.AddRange(transition.Cancel);
        Begun.RemoveAll(pending => !Execution.Pending.ContainsKey(pending.Id));
        return this;
    }

    public Played Answer(Signal signal, int which = 0) => Do(new Stimulus.Answer(Begun[which].Id, signal));

    public Played Succeed(string output = "{}", int which = 0) => Answer(new Signal.Succeeded(JsonValue.Parse(output)), which);

    public Played Fail(string error = "Broken", string cause = "because", int which = 0) => Answer(new Signal.Failed(error, cause), which);

    /// <summary>Lets time pass, tick by tick.</summary>
    public Played Pass(TimeSpan time)
    {
        var until = Now + time;
        while (Execution.NextDue is { } due && due <= until)
        {
            Now = due > Now ? due : Now;
            Do(Stimulus.Tick.Instance);
        }

        Now = until;
        return this;
    }
}
