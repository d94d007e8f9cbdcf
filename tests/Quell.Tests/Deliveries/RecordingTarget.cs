using System.Collections.Concurrent;
using Quell.Deliveries;

namespace Quell.Tests.Deliveries;

/// <summary>A target that remembers what it was given and behaves as it is told.</summary>
internal sealed class RecordingTarget : ITarget
{
    public ConcurrentQueue<Delivery> Accepted { get; } = [];

    /// <summary>Called for each attempt; null accepts.</summary>
    public Func<Delivery, CancellationToken, Task<HandOver>>? Behaviour { get; set; }

    public async ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        var handOver = Behaviour is null ? HandOver.Done : await Behaviour(delivery, cancellationToken);
        Accepted.Enqueue(delivery);
        return handOver;
    }
}
