using Microsoft.Extensions.Logging;
using Quell.Gate;
using Quell.Sources;

namespace Quell.Relay;

/// <summary>The queues that are polled: one relay each.</summary>
internal sealed class QueueRelays(LiveSources sources, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private QueueRelay[] _relays = [];

    /// <summary>Begins to poll: once the rules are there that the events are for.</summary>
    public void Start()
    {
        _relays = [.. sources.All.Where(source => source.Definition is SourceDefinition.Queue).Select(Relay)];
        Array.ForEach(_relays, relay => relay.Start());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync().ConfigureAwait(false);
        }
    }

    private QueueRelay Relay(LiveSource source)
    {
        var queue = (SourceDefinition.Queue)source.Definition;
        // The host of its URL is where a queue is reached: of a region, of a VPC endpoint, of another implementation.
        var aws = new AwsConnection(time, new(queue.Url.GetLeftPart(UriPartial.Authority), queue.Region, []));
        return new(source, queue, sources, aws, time, log);
    }
}
