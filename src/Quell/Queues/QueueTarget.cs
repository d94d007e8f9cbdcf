using System.Text;
using Quell.Accounts;
using Quell.Deliveries;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>
/// A queue as the target of a rule, a subscription or dead letters: the payload becomes a message, exactly once, in one
/// commit with the delivery's end. The spec's <c>MessageAttributes</c> (in SQS's form) become the message's.
/// </summary>
internal sealed class QueueTarget(ResourceStore store, LiveQueues queues) : ITarget
{
    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Spec.Object("SqsParameters")?.Has("MessageGroupId") is true)
        {
            throw new DeliveryException(
                "INVALID_PARAMETER", "SqsParameters.MessageGroupId is for FIFO queues, which are not supported.", isTransient: false);
        }

        return ValueTask.FromResult(Prepare(
            delivery.Target, Encoding.UTF8.GetString(delivery.Payload.Span), delivery.Spec.Object("MessageAttributes")));
    }

    /// <summary>How a message gets into the queue that an ARN names; for dead letters too.</summary>
    /// <param name="attributes">Message attributes, <c>{"RULE_ARN": {"DataType": "String", "StringValue": …}}</c>.</param>
    /// <exception cref="DeliveryException">There is no such queue, or the message is too long for it; neither is transient.</exception>
    public HandOver Prepare(string queueArn, string body, JsonObject? attributes)
    {
        var queue = Queue.Find(store.Current, queueArn)
            ?? throw new DeliveryException("NO_RESOURCE", $"The queue {queueArn} does not exist.", isTransient: false);
        if (Encoding.UTF8.GetByteCount(body) + MessageAttributes.Size(attributes) > queue.MaximumMessageSize)
        {
            throw new DeliveryException(
                "SDK_CLIENT_ERROR", $"The message is longer than the {queue.MaximumMessageSize} bytes that {queueArn} takes.", isTransient: false);
        }

        return queues.Prepare(queue, [queues.NewMessage(queue, queue.Scope.Account, body, attributes)]);
    }
}
