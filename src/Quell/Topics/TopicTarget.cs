using System.Text;
using Quell.Accounts;
using Quell.Deliveries;

namespace Quell.Topics;

/// <summary>
/// A topic as the target of a rule: the payload is published, and the deliveries to its subscriptions are written down in one
/// commit with the end of the delivery to the topic.
/// </summary>
internal sealed class TopicTarget(ResourceStore store, DeliveryDispatcher dispatcher, TopicFanOut fanOut, TimeProvider time) : ITarget
{
    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        var state = store.Current;
        var topic = Topic.Find(state, delivery.Target)
            ?? throw new DeliveryException("NO_RESOURCE", $"The topic {delivery.Target} does not exist.", isTransient: false);
        var message = TopicMessage.Of(Encoding.UTF8.GetString(delivery.Payload.Span), time.GetUtcNow());
        return ValueTask.FromResult(dispatcher.Prepare(fanOut.Deliveries(state, topic, message, delivery)));
    }
}
