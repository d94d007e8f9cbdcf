using Quell.Engine.Json;

namespace Quell.Deliveries;

/// <summary>A delivery to make, before it has its number. For the members see <see cref="Delivery"/>.</summary>
internal sealed record NewDelivery
{
    public long? EventSequence { get; init; }

    public string? EventId { get; init; }

    public long? Parent { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    /// <summary>
    /// The target's definition. The dispatcher reads its <c>RetryPolicy</c> (<see cref="Deliveries.RetryPolicy"/>) and its
    /// <c>DeadLetterConfig</c> (<c>{"Arn"}</c> of a queue); the rest is the target's own.
    /// </summary>
    public required JsonObject Spec { get; init; }

    /// <summary><see cref="Spec"/> as it is journaled, where the maker has it at hand; else null.</summary>
    public byte[]? SpecUtf8 { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The payload is the event of <see cref="EventSequence"/> as it is, and is not stored twice.</summary>
    public bool IsEventItself { get; init; }

    /// <summary>Why there is nothing to send: <see cref="DeliveryTable.Unshaped"/>; null for one that is to be sent.</summary>
    public DeliveryException? Fault { get; init; }
}
