using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Blobs;
using Quell.Deliveries;
using Quell.Events;
using Quell.Gate;
using Quell.Queues;
using Quell.Sandbox;
using Quell.Sandbox.Trail;
using Quell.Storage;
using Quell.Trail;

namespace Quell.Server;

/// <summary>
/// Everything behind the port, put together; it reads like the architecture: journal → state → buses and deliveries →
/// engines → gate. What a part does is in the part.
/// </summary>
internal sealed class Engines : IAsyncDisposable
{
    /// <exception cref="JournalException">The data folder cannot be used.</exception>
    public Engines(ServerOptions options, TimeProvider time, ILoggerFactory logs)
    {
        (Options, Time) = (options, time);
        Directory.CreateDirectory(options.DataFolder);
        Journal = Journal.Open(options.JournalPath, logs.CreateLogger<Journal>());
        Sequences = Sequences.Of(Journal);
        Seed = Storage.Seed.Of(Journal);
        Store = new ResourceStore(Journal);
        Blobs = new BlobStore(options.BlobFolder);
        Trail = new TrailLog(ServiceCatalog.Default, Journal);

        Dispatcher = new DeliveryDispatcher(Journal, Sequences, Targets, time, logs.CreateLogger<DeliveryDispatcher>());
        Bus = new EventBus(new BusTable(Store), Sequences, Dispatcher, time, EventBus.SeedOf(Seed));
        Local = new LocalCalls(Operations, Store, Journal, Sequences, Trail) { Seed = Seed, Bus = Bus.Prepare };
        Gate = new CallGate(CallGate.AllowAll, Local, Journal, Sequences);
        Environments = new EnvironmentKeys(new IdSource(RandomNumberGenerator.GetHexString(64), "environments"));
        Timers = new TimerLoop(Operations, Store, Sequences, time, logs.CreateLogger<TimerLoop>()) { Seed = Seed, Bus = Bus.Prepare };

        Queues = new LiveQueues(Store, Journal, Sequences, time);
        Operations.AddSandbox().AddTrail(Trail.Read).AddQueues(Store, Queues);
        Targets.Add("sqs", new QueueTarget(Store, Queues));
    }

    public ServerOptions Options { get; }

    public TimeProvider Time { get; }

    public Journal Journal { get; }

    public Sequences Sequences { get; }

    /// <summary>Seeds every id that this data folder makes.</summary>
    public string Seed { get; }

    public ResourceStore Store { get; }

    public BlobStore Blobs { get; }

    public TrailLog Trail { get; }

    public OperationTable Operations { get; } = new();

    public DeliveryTargets Targets { get; } = new();

    public DeliveryDispatcher Dispatcher { get; }

    public EventBus Bus { get; }

    public LocalCalls Local { get; }

    public CallGate Gate { get; }

    public EnvironmentKeys Environments { get; }

    public TimerLoop Timers { get; }

    public LiveQueues Queues { get; }

    /// <summary>Goes on with what was under way when the process ended.</summary>
    public void Start()
    {
        Dispatcher.Start();
        Timers.Start();
    }

    /// <summary>Lets what runs come to its end, and closes the journal last.</summary>
    public async ValueTask DisposeAsync()
    {
        await Timers.DisposeAsync().ConfigureAwait(false);
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        await Journal.DisposeAsync().ConfigureAwait(false);
    }
}
