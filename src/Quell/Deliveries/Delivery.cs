using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>One event (or topic message) on its way to one target, with its attempts so far.</summary>
internal sealed record Delivery
{
    /// <summary>Unique and increasing; the same after a restart, so targets can use it to recognise a repetition.</summary>
    public required long Id { get; init; }

    /// <summary>Sequence number of the event behind it; null where there is none (a direct publish to a topic).</summary>
    public required long? EventSequence { get; init; }

    /// <summary>The id of that event.</summary>
    public required string? EventId { get; init; }

    /// <summary>The ARN of the rule or subscription that makes the delivery.</summary>
    public required string Source { get; init; }

    /// <summary>What it goes to: an ARN, or the protocol and endpoint of a subscription (<c>email:ops@example.com</c>).</summary>
    public required string Target { get; init; }

    /// <summary>The target's definition as it stood when the event matched (the rule's target or the subscription).</summary>
    public required JsonObject Spec { get; init; }

    /// <summary>The bytes to deliver: the event, or what the target's input settings made of it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The delivery that this one comes of: that to the topic of a subscription, or to the bus of a rule; else null.</summary>
    public long? Parent { get; init; }

    /// <summary>Attempts that have failed.</summary>
    public int Attempts { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Why there is nothing to send (the input could not be shaped, the event is gone): it goes to the dead letters at once. Else null.</summary>
    public DeliveryException? Fault { get; init; }
}

/// <summary>
/// A kind of place that deliveries go to. Registered by the service part of the target's ARN, or by the protocol of a
/// subscription's endpoint.
/// </summary>
internal interface ITarget
{
    /// <summary>
    /// Takes the delivery over. For a target inside this process that means writing it down: the write that comes back is
    /// committed together with the delivery's end, so that it is handed over exactly once. For one outside it is at least once.
    /// </summary>
    /// <exception cref="DeliveryException">It was not taken; <see cref="DeliveryException.IsTransient"/> says whether to try again.</exception>
    ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken);
}

/// <summary>How a target took a delivery over.</summary>
/// <param name="Write">Committed in one transaction with the delivery's end; null where the target has done all itself.</param>
/// <param name="Committed">Runs after that commit (to start what was written down); null where there is nothing to do.</param>
internal sealed record HandOver(JournalWrite? Write = null, Action? Committed = null)
{
    public static readonly HandOver Done = new();
}

/// <summary>A target has not tried, because the process stops: the delivery stays pending as it is.</summary>
internal sealed class DeliveryPostponedException() : Exception("The process stops; the delivery is made at the next start.");

/// <summary>A target did not take a delivery.</summary>
/// <param name="code">EventBridge's <c>ERROR_CODE</c> for a dead letter: <c>NO_PERMISSIONS</c>, <c>NO_RESOURCE</c>, <c>THROTTLING</c>, <c>TIMEOUT</c>, <c>SDK_CLIENT_ERROR</c>, …</param>
/// <param name="isTransient">Whether to try again under the retry policy; else it goes to the dead-letter queue at once.</param>
internal sealed class DeliveryException(string code, string message, bool isTransient, Exception? inner = null)
    : Exception(message, inner)
{
    public string Code { get; } = code;

    public bool IsTransient { get; } = isTransient;

    /// <summary>How long the target wants to be left alone at least; null where it does not say.</summary>
    public TimeSpan? NotBefore { get; init; }
}
