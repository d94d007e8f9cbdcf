using Quell.Deliveries;
using Quell.Functions.Executions;
using Quell.Functions.Runtimes;
using Quell.Queues;
using Quell.Storage;

namespace Quell.Functions;

/// <summary>Functions whole: what serves their API, runs them, keeps their executions and polls queues for them.</summary>
internal sealed class FunctionEngine : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private Task? _settled;

    /// <param name="seed">What the ids of this data folder derive from.</param>
    public FunctionEngine(FunctionHost host, Journal journal, DeliveryDispatcher dispatcher, LiveQueues queues, string seed)
    {
        Host = host;
        Runner = new(host, Api);
        Awaited = new(host, Runner, journal);
        Queue = new(host, Runner, journal, dispatcher);
        Target = new(host, Queue, seed);
        Pollers = new(host, Awaited, queues);
    }

    public FunctionHost Host { get; }

    /// <summary>Has to be served at <see cref="RuntimeApi.Prefix"/>.</summary>
    public RuntimeApi Api { get; } = new();

    public FunctionRunner Runner { get; }

    public AwaitedExecutions Awaited { get; }

    public ExecutionQueue Queue { get; }

    /// <summary>For deliveries to <c>lambda</c> ARNs.</summary>
    public FunctionTarget Target { get; }

    public QueuePollers Pollers { get; }

    /// <summary>Goes on with what the journal holds. Functions begin to run: the port has to be open, or about to be.</summary>
    /// <param name="authority">Host and port where this process listens.</param>
    public async Task Start(string authority)
    {
        Host.Authority = authority;
        await Queue.Start().ConfigureAwait(false);
        Pollers.Start();
    }

    /// <summary>Begins nothing more and gives what runs a few seconds. Comes before the port is closed: functions answer through it.</summary>
    public Task Settle()
    {
        Pollers.Stop();
        return _settled ??= Queue.Stop(Grace);
    }

    /// <summary>Ends every process. Comes after the dispatcher's end and before the journal's.</summary>
    public async ValueTask DisposeAsync()
    {
        await Settle().ConfigureAwait(false);
        Api.StopWaiting();
        await Runner.DisposeAsync().ConfigureAwait(false);
        await Queue.DisposeAsync().ConfigureAwait(false);
        await Pollers.DisposeAsync().ConfigureAwait(false);
        Api.Dispose();
    }
}
