using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Aws.Operations;

/// <summary>
/// An operation that is a pure step of the account's state. Throws <see cref="AwsException"/> to refuse; then nothing of the
/// transaction happens. Runs alone: no two transactional operations at once.
/// </summary>
/// <returns>The output by the model's member names.</returns>
internal delegate JsonObject TransactionalHandler(OperationContext context);

/// <summary>An operation with effects of its own (invokes, waits, sends). Throws <see cref="AwsException"/> to refuse.</summary>
internal delegate ValueTask<CallResult> EffectfulHandler(Call call, CancellationToken cancellationToken);

/// <summary>What happens when a timer fires; what it changes and emits is one transaction with the timer's removal.</summary>
internal delegate void TimerHandler(Transaction transaction, Timer timer);

/// <summary>An operation that Quell serves.</summary>
internal abstract record Operation
{
    private Operation()
    {
    }

    internal sealed record Transactional(TransactionalHandler Handler) : Operation;

    internal sealed record Effectful(EffectfulHandler Handler) : Operation;
}

/// <summary>
/// Every AWS operation that Quell itself serves, by service and operation. Filled at start, read-only afterwards. Adding an
/// operation is one method and one line here.
/// </summary>
internal sealed class OperationTable
{
    private readonly Dictionary<(string Service, string Operation), Operation> _operations = [];
    private readonly Dictionary<string, TimerHandler> _timers = [];

    /// <summary>Every operation that is served, in no particular order.</summary>
    public IEnumerable<(string Service, string Operation)> All => _operations.Keys;

    public Operation? Find(string service, string operation) => _operations.GetValueOrDefault((service, operation));

    public OperationTable Add(string service, string operation, TransactionalHandler handler)
    {
        _operations.Add((service, operation), new Operation.Transactional(handler));
        return this;
    }

    public OperationTable Add(string service, string operation, EffectfulHandler handler)
    {
        _operations.Add((service, operation), new Operation.Effectful(handler));
        return this;
    }

    public OperationTable AddTimer(string kind, TimerHandler handler)
    {
        _timers.Add(kind, handler);
        return this;
    }

    /// <exception cref="KeyNotFoundException">A bug: a timer was set whose kind nobody registered.</exception>
    public TimerHandler TimerFor(string kind) => _timers[kind];
}
