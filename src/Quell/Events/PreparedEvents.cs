using Quell.Archives;
using Quell.Deliveries;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Events;

/// <summary>Events and their deliveries on the way to one commit.</summary>
internal sealed class PreparedEvents(DateTimeOffset now)
{
    public DateTimeOffset Now { get; } = now;

    /// <summary>The delivery that brought the events from another bus; null for events that come from outside.</summary>
    public long? Parent { get; init; }

    public List<EventBatch> Batches { get; } = [];

    public List<NewDelivery> Deliveries { get; } = [];

    /// <summary>What goes into archives; null for nothing.</summary>
    public List<ArchivedEvent>? Archived { get; private set; }

    /// <summary>What a replay makes of which events, by their sequence numbers; null where there is no replay.</summary>
    public List<(long Original, long Copy)>? Replayed { get; private set; }

    public void Archive(ArchivedEvent archived) => (Archived ??= []).Add(archived);

    public void Replay(long original, long copy) => (Replayed ??= []).Add((original, copy));
}

/// <summary>The delivery that a match leads to.</summary>
internal static class RuleDelivery
{
    public static NewDelivery Of(Rule rule, RuleTarget target, EventBatch batch, int number, PreparedEvents prepared) =>
        Of(rule.Arn, rule.Name, target, batch, number, prepared);

    public static NewDelivery Of(string ruleArn, string ruleName, RuleTarget target, EventBatch batch, int number, PreparedEvents prepared)
    {
        var body = batch.BodyOf(number);
        var delivery = new NewDelivery
        {
            EventSequence = batch.SequenceOf(number),
            EventId = StoredEvent.IdOf(body.Span),
            Parent = prepared.Parent,
            Source = ruleArn,
            Target = target.Arn,
            Spec = target.Spec,
            SpecUtf8 = target.SpecUtf8,
            Payload = body,
            IsEventItself = true,
        };
        return target.Input == TargetInput.Whole ? delivery : Shape(delivery, ruleName, target, prepared.Now);
    }

    private static NewDelivery Shape(NewDelivery delivery, string ruleName, RuleTarget target, DateTimeOffset now)
    {
        try
        {
            var payload = target.Input.Render(delivery.Payload, new InputContext(delivery.Source, ruleName, now));
            return delivery with { Payload = payload, IsEventItself = false };
        }
        catch (JsonSyntaxException fault)
        {
            // An event may be nested deeper than the engine's own values.
            return delivery with
            {
                Fault = new DeliveryException(DeliveryTable.Unshaped, $"The target's input could not be made: {fault.Message}", isTransient: false, fault),
                Payload = ReadOnlyMemory<byte>.Empty,
                IsEventItself = false,
            };
        }
    }
}
