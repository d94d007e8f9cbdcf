using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Tests;

/// <summary>The simulated account in memory: carries calls out one after the other on a value of its state, on a clock that stands still.</summary>
/// <param name="seed">What ids derive from.</param>
internal sealed class TestAccount(string seed = "test")
{
    public const string Account = "123456789012";

    private readonly OperationTable _table = new OperationTable().AddSandbox();
    private int _calls;

    public ResourceSet State { get; set; } = ResourceSet.Empty;

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public Scope Scope { get; set; } = new(Account, "us-east-1");

    /// <summary>Who calls; the account's administrator until it is set.</summary>
    public Principal? Caller { get; set; }

    /// <summary>What was done in the last call.</summary>
    public TransactionalStep? Last { get; private set; }

    /// <summary>The events of all calls and timers so far, in order.</summary>
    public List<EmittedEvent> Events { get; } = [];

    /// <summary>Calls and expects an answer.</summary>
    public JsonObject Call(string service, string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        Call(service, operation, JsonObject.Of(input));

    /// <inheritdoc cref="Call(string, string, ReadOnlySpan{ValueTuple{string, JsonValue}})"/>
    public JsonObject Call(string service, string operation, JsonObject input, Blob? body = null)
    {
        var step = Run(service, operation, input, body);
        step.Error.ShouldBeNull($"{operation} {input}: {step.Error?.Code} {step.Error?.Message}");
        ModelCheck.Check(service, operation, input, step.Result!.Output);
        return step.Result.Output;
    }

    /// <summary>Calls with the input as JSON text, in which <c>'</c> stands for <c>"</c>, and expects an answer.</summary>
    public JsonObject Call(string service, string operation, string input) => Call(service, operation, Read(input));

    /// <summary>Calls and expects to be refused.</summary>
    public AwsException Refused(string service, string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input)
    {
        var before = State;
        var step = Run(service, operation, JsonObject.Of(input));
        State.ShouldBeSameAs(before);
        return step.Error ?? throw new Xunit.Sdk.XunitException($"{operation} answered {step.Result?.Output}");
    }

    /// <summary>Calls with the input as JSON text, in which <c>'</c> stands for <c>"</c>, and expects to be refused.</summary>
    public AwsException Refused(string service, string operation, string input) =>
        Refused(service, operation, [.. Read(input).Select(member => (member.Key, (JsonValue?)member.Value))]);

    /// <summary>A copy that goes its own way from here.</summary>
    public TestAccount Fork()
    {
        var fork = new TestAccount(seed) { State = State, Now = Now, Scope = Scope, Caller = Caller, _calls = _calls };
        fork.Events.AddRange(Events);
        return fork;
    }

    private static JsonObject Read(string text) => (JsonObject)JsonValue.Parse(text.Replace('\'', '"'));

    public TransactionalStep Run(string service, string operation, JsonObject input, Blob? body = null)
    {
        var handler = _table.Find(service, operation).ShouldBeOfType<Operation.Transactional>($"{service}:{operation}").Handler;
        var model = ServiceCatalog.Default.Get(service).Find(operation).ShouldNotBeNull();
        ModelNames.Unknown(model.Input, input).ShouldBeEmpty($"{operation} {input}");
        var call = new Call
        {
            RequestId = new Guid(++_calls, 0, 0, new byte[8]).ToString(),
            Service = service,
            Operation = operation,
            Input = input,
            Scope = Scope,
            Principal = Caller ?? Principal.Root(Scope.Account),
            Time = Now,
            Body = body,
        };
        Last = TransactionalStep.Run(handler, State, call, new IdSource(seed, $"call {_calls}"));
        ModelNames.Unknown(model.Output, Last.Result?.Output ?? JsonObject.Empty).ShouldBeEmpty($"{operation} answered {Last.Result?.Output}");
        State = Last.Transaction.State.Current;
        Events.AddRange(Last.Transaction.Events);
        return Last;
    }

    /// <summary>Moves the clock on and fires what has come due, in order.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (NextTimer() is { } timer && timer.Due <= until)
        {
            Now = timer.Due > Now ? timer.Due : Now;
            var transaction = TransactionalStep.Fire(_table, State, timer, Now, new IdSource(seed, $"timer {timer.Key.Id}"));
            State = transaction.State.Current;
            Events.AddRange(transaction.Events);
        }

        Now = until;
    }

    private Aws.Operations.Timer? NextTimer() => State.ListAll(Aws.Operations.Timer.ResourceType)
        .Select(entry => Aws.Operations.Timer.From(entry.Key, entry.Value))
        .OrderBy(timer => timer.Due).ThenBy(timer => timer.Key.Id, StringComparer.Ordinal)
        .FirstOrDefault();
}
