using Quell.Deliveries;
using Quell.Engine.Scopes;

namespace Quell.Events;

/// <summary>
/// Another bus as a target: of this account or another, of this region or another. The event keeps its id, time and account.
/// As on AWS an event goes from bus to bus once and no further, so that buses cannot send it round in a circle (user guide,
/// "Sending and receiving events between event buses").
/// </summary>
internal sealed class BusTarget : ITarget
{
    private EventBus? _bus;

    /// <summary>Names the bus, which is built after the targets that it delivers to.</summary>
    public void Bind(EventBus bus) => _bus = bus;

    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        var bus = _bus ?? throw new InvalidOperationException("The bus is not bound.");
        if (!Arn.TryParse(delivery.Target, out var arn) || BusRef.Of(delivery.Target, arn.Scope) is not { } to)
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", $"{delivery.Target} is no event bus.", isTransient: false);
        }

        if (delivery.Parent is not null)
        {
            // AWS's code also where no third account is in it.
            throw new DeliveryException(
                "THIRD_ACCOUNT_HOP_DETECTED",
                $"Event ingestion rejected for event {delivery.EventId} because an event can be sent to an event bus target only once. This event was previously delivered to an event bus target.",
                isTransient: false);
        }

        return bus.Buses.Find(to.Scope, to.Name) is null
            ? throw new DeliveryException("NO_RESOURCE", $"Event bus {to.Name} does not exist.", isTransient: false)
            : new(bus.PrepareForwarded(to.Scope, to.Name, delivery.Payload.Span, delivery.Id));
    }
}
