using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Tests;

/// <summary>The simulated account in memory: carries calls out one after the other on a value of its state, on a clock that stands still.</summary>
internal sealed class TestAccount
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
        return step.Result!.Output;
    }

    /// <summary>Calls and expects to be refused.</summary>
    public AwsException Refused(string service, string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input)
    {
        var step = Run(service, operation, JsonObject.Of(input));
        return step.Error ?? throw new Xunit.Sdk.XunitException($"{operation} answered {step.Result?.Output}");
    }

    public TransactionalStep Run(string service, string operation, JsonObject input, Blob? body = null)
    {
        var handler = _table.Find(service, operation).ShouldBeOfType<Operation.Transactional>($"{service}:{operation}").Handler;
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
        Last = TransactionalStep.Run(handler, State, call, new IdSource("test", $"call {_calls}"));
        State = Last.Transaction.State.Current;
        Events.AddRange(Last.Transaction.Events);
        return Last;
    }

    /// <summary>Moves the clock on and fires what has come due, in order.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        while (NextDue() is { } timer)
        {
            var transaction = TransactionalStep.Fire(_table, State, timer, Now, new IdSource("test", $"timer {timer.Key.Id}"));
            State = transaction.State.Current;
            Events.AddRange(transaction.Events);
        }
    }

    private Aws.Operations.Timer? NextDue() => State.ListAll(Aws.Operations.Timer.ResourceType)
        .Select(entry => Aws.Operations.Timer.From(entry.Key, entry.Value))
        .Where(timer => timer.Due <= Now)
        .OrderBy(timer => timer.Due)
        .FirstOrDefault();
}
