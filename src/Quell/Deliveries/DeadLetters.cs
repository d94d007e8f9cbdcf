using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>
/// Sends what could not be delivered to the dead-letter queue of its target's definition (<c>DeadLetterConfig.Arn</c>), through
/// the target that serves queues. The letter's spec is <c>{"Arn", "MessageAttributes"}</c>, the attributes in SQS's form.
/// EventBridge puts the event itself into the queue, not what the target's input settings made of it (user guide, "Using
/// dead-letter queues to process undelivered events").
/// </summary>
internal sealed class DeadLetters(DeliveryTargets targets, Journal journal, TimeProvider time)
{
    private static readonly TimeSpan QueueRetry = TimeSpan.FromSeconds(30);

    /// <param name="exhausted">The limit that was reached; null for a failure that no retry would mend.</param>
    /// <returns>The delivery's end; or another attempt where the queue cannot take the letter just now; null when stopping.</returns>
    public async ValueTask<DeliveryOutcome?> Take(Delivery delivery, DeliveryException fault, string? exhausted, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var dropped = new DeliveryOutcome(DeliveryState.Dropped, delivery.Attempts, now, HandOver.Done) { ErrorCode = fault.Code, ErrorMessage = fault.Message };
        if (delivery.Spec.Object("DeadLetterConfig")?.String("Arn") is not { } queue)
        {
            return dropped;
        }

        if (targets.Find(queue) is not { } target)
        {
            return dropped with { ErrorMessage = $"{fault.Message} (no dead-letter queue: nothing here delivers to {queue})" };
        }

        try
        {
            var handOver = await target.Accept(Letter(delivery, queue, fault, exhausted), cancellationToken).ConfigureAwait(false);
            return dropped with { State = DeliveryState.DeadLetter, HandOver = handOver };
        }
        catch (DeliveryException refusal) when (refusal.IsTransient)
        {
            return dropped with { State = DeliveryState.Pending, Next = now + QueueRetry };
        }
        catch (DeliveryException refusal)
        {
            return dropped with { ErrorMessage = $"{fault.Message} (the dead-letter queue {queue} refused it: {refusal.Message})" };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stays pending in the journal.
            return null;
        }
    }

    private Delivery Letter(Delivery delivery, string queue, DeliveryException fault, string? exhausted)
    {
        var isOfRule = Arn.TryParse(delivery.Source, out var source) && source.Service == "events";
        return delivery with
        {
            Target = queue,
            Payload = isOfRule ? EventOf(delivery) : delivery.Payload,
            Spec = JsonObject.Of(
                ("Arn", queue),
                ("MessageAttributes", isOfRule ? Attributes(delivery, fault, exhausted) : JsonObject.Empty)),
        };
    }

    private ReadOnlyMemory<byte> EventOf(Delivery delivery) => delivery.EventSequence is { } sequence
        && journal.Read(connection => new EventReader(connection).Read(sequence)) is { } stored ? stored.Body : delivery.Payload;

    private static JsonObject Attributes(Delivery delivery, DeliveryException fault, string? exhausted) => JsonObject.Of(
        ("RULE_ARN", Text(delivery.Source)),
        ("TARGET_ARN", Text(delivery.Target)),
        ("ERROR_CODE", Text(fault.Code)),
        ("ERROR_MESSAGE", Text(fault.Message)),
        ("EXHAUSTED_RETRY_CONDITION", exhausted is null ? null : Text(exhausted)),
        ("RETRY_ATTEMPTS", JsonObject.Of(
            ("DataType", "Number"),
            ("StringValue", Math.Max(0, delivery.Attempts - 1).ToString(CultureInfo.InvariantCulture)))));

    private static JsonObject Text(string value) => JsonObject.Of(("DataType", "String"), ("StringValue", value));
}
