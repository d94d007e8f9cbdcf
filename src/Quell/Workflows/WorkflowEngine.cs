using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Blobs;
using Quell.Connections;
using Quell.Deliveries;
using Quell.Engine.Workflows.States;
using Quell.Events;
using Quell.Executions;
using Quell.Gate;
using Quell.Logs;
using Quell.Stacks.Deploying;
using Quell.Storage;
using Quell.Workflows.Executing;
using Quell.Workflows.Running;
using Quell.Workflows.Tasks;

namespace Quell.Workflows;

/// <summary>Workflows whole: their executions, what these do, and what is told of them.</summary>
internal sealed class WorkflowEngine : IAsyncDisposable
{
    private readonly WorkflowCalls _calls;

    public WorkflowEngine(WorkflowHost host)
    {
        Host = host;
        Tokens = new(host.Seed);
        Logging = new(host.Logs);
        Redriving = new(host);
        Deletions = new(host);
        _calls = new(host.Resources, host.Pass, host.Blobs, host.Time, host.Seed);
        var executions = new ExecutionHost { Journal = host.Journal, Sequences = host.Sequences, Time = host.Time, Log = host.Log };
        executions.Languages.Add(WorkflowLanguage.Kind, new WorkflowLanguage(Tokens, host.Time, host.Seed, host.Bus, Logging.Write, Deletions.Ended));
        Tasks = new(_calls, new HttpTask(host.Requests), Activities, new KnownOutcomes(new ChangeLog(host.Journal)), host.Time);
        executions.Performers.Add(TaskState.WorkKind, Tasks);
        executions.Performers.Add(DistributedMapState.ReadKind, new MapItems(_calls));
        executions.Performers.Add(DistributedMapState.ChildKind, new MapChildren(() => Executions!, host.Time, host.Seed));
        executions.Performers.Add(DistributedMapState.WriteKind, new MapResults(() => Executions!, _calls));
        Executions = new(executions);
    }

    public WorkflowHost Host { get; }

    public TaskTokens Tokens { get; }

    public ActivityTasks Activities { get; } = new();

    public TaskPerformer Tasks { get; }

    public DurableExecutions Executions { get; }

    public Redriving Redriving { get; }

    /// <summary>State machines that go when the last of their executions has ended.</summary>
    public PendingDeletions Deletions { get; }

    private ExecutionLogging Logging { get; }

    /// <summary>Goes on with what the journal holds. Work begins: the port has to be open, or about to be.</summary>
    /// <param name="authority">Host and port where this process listens.</param>
    public void Start(string authority)
    {
        _calls.Authority = authority;
        Executions.Start();
        Deletions.Start();
    }

    public ValueTask DisposeAsync() => Executions.DisposeAsync();
}

/// <summary>What workflows need of the process that they are part of.</summary>
internal sealed record WorkflowHost
{
    public required Journal Journal { get; init; }

    public required Sequences Sequences { get; init; }

    public required ResourceStore Resources { get; init; }

    /// <summary>Lets calls through the gate.</summary>
    public required CallPass Pass { get; init; }

    public required BlobStore Blobs { get; init; }

    public required ConnectedRequests Requests { get; init; }

    public required LogStore Logs { get; init; }

    /// <summary>Puts events on the bus.</summary>
    public required Func<IReadOnlyList<BusEvent>, HandOver> Bus { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>What the ids of this data folder derive from.</summary>
    public required string Seed { get; init; }
}
