using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Events;
using Quell.Executions;
using Quell.Storage;
using Quell.Trail;

namespace Quell.Gate;

/// <summary>
/// Carries out the calls that this process serves itself. For a transactional operation state, trail record, events and
/// change are one commit, and the caller is answered after it.
/// </summary>
internal sealed class LocalCalls(OperationTable table, ResourceStore store, Journal journal, Sequences sequences, TrailLog trail)
    : ICloud
{
    /// <summary>Seeds every id; from the journal, so that it stays the same for the life of the data folder.</summary>
    public required string Seed { get; init; }

    /// <summary>What secrets that operations make derive from, beside the seed.</summary>
    public byte[] SecretKey { get; init; } = [];

    /// <summary>Where events go: the event bus. Bound after construction, because buses are served by calls.</summary>
    public Func<IReadOnlyList<BusEvent>, HandOver> Bus { get; set; } = static _ => HandOver.Done;

    public ValueTask<CallResult> Execute(Call call, Change? change, CancellationToken cancellationToken) =>
        table.Find(call.Service, call.Operation) switch
        {
            Operation.Transactional operation => Step(operation.Handler, call, change),
            Operation.Effectful operation => Act(operation.Handler, call, change, cancellationToken),
            _ => throw Unsupported(call),
        };

    /// <summary>Answers from a fork of the state; nothing is kept.</summary>
    public CallResult Simulate(Call call)
    {
        if (table.Find(call.Service, call.Operation) is not Operation.Transactional operation)
        {
            throw Unsupported(call);
        }

        var step = TransactionalStep.Run(operation.Handler, store.Current, call, Ids(call, sequences.Next()));
        return step.Result ?? throw Failure(step);
    }

    /// <summary>Records a call that is not carried out.</summary>
    /// <param name="change">The refused change; null where the call would have been none, or none that is recorded.</param>
    public async ValueTask Refuse(Call call, Change? change, AwsException error)
    {
        var entry = trail.Render(sequences.Next(), call, null, error, []);
        var handOver = Bus([.. EventsOf(entry)]);
        await journal.Write(connection =>
        {
            entry?.Save(connection);
            change?.Save(connection);
            handOver.Write?.Invoke(connection);
            if (change is not null)
            {
                call.Answer()?.Save(connection, null, error);
            }
        }).ConfigureAwait(false);
        handOver.Committed?.Invoke();
    }

    private async ValueTask<CallResult> Step(TransactionalHandler handler, Call call, Change? change)
    {
        var sequence = sequences.Next();
        var handOver = HandOver.Done;
        var (step, durable) = store.Run(state =>
        {
            var step = TransactionalStep.Run(handler, state, call, Ids(call, sequence));
            var entry = trail.Render(sequence, call, step.Result, step.Error, step.Resources);
            handOver = Bus([.. step.Transaction.Events.Select(emitted => BusEvent.Of(emitted, call.Time)), .. EventsOf(entry)]);
            return new ResourceStep<TransactionalStep>(step.Transaction.State, step, connection =>
            {
                entry?.Save(connection);
                change?.Ended(step.Result, step.Error).Save(connection);
                handOver.Write?.Invoke(connection);
                if (change is not null)
                {
                    call.Answer()?.Save(connection, step.Result, step.Error);
                }
            });
        });

        // A read has changed nothing that a crash could lose: only its trail record is behind, and nobody waits for that.
        if (change is not null || step.Transaction.State.Changes.Count > 0 || !CallKind.IsRead(call.Service, call.Operation))
        {
            await durable.ConfigureAwait(false);
        }

        handOver.Committed?.Invoke();
        return step.Result ?? throw Failure(step);
    }

    private async ValueTask<CallResult> Act(EffectfulHandler handler, Call call, Change? change, CancellationToken cancellationToken)
    {
        var record = new EffectRecord(call, change, (result, error) => trail.Render(sequences.Next(), call, result, error, []), Bus);
        CallResult? result = null;
        AwsException? error = null;
        try
        {
            result = await handler(call with { Receipt = record }, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsException refusal)
        {
            error = refusal;
        }

        if (!record.IsWritten && record.Prepare(result, error) is { } write)
        {
            await journal.Write(write).ConfigureAwait(false);
        }

        record.Committed();
        return result ?? throw Failure(error);
    }

    private static IEnumerable<BusEvent> EventsOf(TrailEntry? entry) => entry is null ? [] : [entry.Event];

    private IdSource Ids(Call call, long sequence) => new(Seed, call.IdOwner ?? $"call/{sequence}") { Key = SecretKey };

    private static AwsException Failure(TransactionalStep step) => Failure(step.Error);

    private static AwsException Failure(AwsException? error) => error ?? throw new System.Diagnostics.UnreachableException();

    private static AwsException Unsupported(Call call) => new(
        "NotImplemented", $"Quell does not serve the operation {call.Operation} of {call.Service}.", 501);
}
