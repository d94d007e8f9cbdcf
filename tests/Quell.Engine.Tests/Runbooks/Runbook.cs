using System.Text;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Reading;

namespace Quell.Engine.Tests.Runbooks;

/// <summary>A runbook's execution that a test plays by hand: what happens to it, and when.</summary>
internal sealed class Runbook
{
    private readonly RunbookProgram _program;

    public Runbook(string yaml, string input = "{}", RunbookIdentity? identity = null)
    {
        _program = new(Read(yaml), identity ?? Identity);
        Do(new Stimulus.Start(JsonValue.Parse(input)));
    }

    public static RunbookIdentity Identity { get; } = new()
    {
        ExecutionId = "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE",
        DocumentName = "Document",
        DocumentVersion = "1",
        Region = "us-east-2",
        AccountId = "111122223333",
        StartedBy = "arn:aws:iam::111122223333:user/admin",
        Token = pending => $"token-{pending}",
    };

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public Execution Execution { get; private set; } = Execution.New;

    public List<HistoryEvent> Events { get; } = [];

    /// <summary>Work that was begun and neither answered nor cancelled.</summary>
    public List<Pending> Begun { get; } = [];

    public List<Pending> Cancelled { get; } = [];

    public IEnumerable<string> Types => Events.Select(happened => happened.Type);

    /// <summary>The steps that were started, in order.</summary>
    public IEnumerable<string> Steps => Events.Where(happened => happened.Type == RunbookEvents.StepStarted).Select(happened => happened.Name!);

    public Work Work => Begun.Single().Work!;

    /// <summary>Calls that were begun: <c>ec2:StopInstances</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Why the execution ended as it did.</summary>
    public string? Message => Execution.Cause;

    public static RunbookDocument Read(string yaml)
    {
        var reading = RunbookReader.Read(Encoding.UTF8.GetBytes(yaml));
        reading.Mistakes.ShouldBeEmpty(yaml);
        return reading.Document.ShouldNotBeNull();
    }

    /// <summary>A document of steps alone, each a YAML map as in <c>mainSteps</c>.</summary>
    public static Runbook Of(string steps, string input = "{}") => new($"schemaVersion: '0.3'\nmainSteps:\n{steps}", input);

    public Runbook Do(Stimulus stimulus)
    {
        var transition = _program.Advance(Execution, stimulus, Now);
        Execution = transition.Execution;
        Events.AddRange(transition.Events);
        Begun.AddRange(transition.Begin);
        Cancelled.AddRange(transition.Cancel);
        Begun.RemoveAll(pending => !Execution.Pending.ContainsKey(pending.Id));
        Calls.AddRange(transition.Begin.Select(pending => pending.Work!).Where(work => work.Kind == RunbookWork.Call).Select(work => $"{work.Spec.String("service")}:{work.Spec.String("api")}"));
        return this;
    }

    public Runbook Answer(Signal signal) => Do(new Stimulus.Answer(Begun.Single().Id, signal));

    public Runbook Succeed(string output = "{}") => Answer(new Signal.Succeeded(JsonValue.Parse(output)));

    public Runbook Fail(string error = "Broken", string cause = "because") => Answer(new Signal.Failed(error, cause));

    public Runbook Change(string what) => Do(new Stimulus.Change((JsonObject)JsonValue.Parse(what)));

    /// <summary>Lets time pass, tick by tick.</summary>
    public Runbook Pass(TimeSpan time)
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

    /// <summary>What the last event of the type has as its data.</summary>
    public JsonValue? Data(string type) => Events.Last(happened => happened.Type == type).Data;

    /// <summary>The outputs that a step had at its last success, or at another end.</summary>
    public JsonObject Outputs(string step, string type = RunbookEvents.StepSucceeded) =>
        (JsonObject)Events.Last(happened => happened.Type == type && happened.Name == step).Data!;

    public string? Field(string type, string name) => Events.Last(happened => happened.Type == type).Fields?.String(name);
}
