using Quell.Accounts;
using Quell.Connections;
using Quell.Deliveries;
using Quell.Engine.Workflows.States;
using Quell.Events;
using Quell.Executions;
using Quell.Gate;
using Quell.Logs;
using Quell.Storage;
using Quell.Workflows.Executing;
using Quell.Workflows.Running;
using Quell.Workflows.Tasks;

namespace Quell.Workflows;

/// <summary>Workflows whole: their executions, what these do, and what is told of them.</summary>
internal sealed class WorkflowEngine
{
    /// <param name="executions">Runs them, and gets their language and performers.</param>
    public WorkflowEngine(WorkflowHost host, DurableExecutions executions)
    {
        Host = host;
        Executions = executions;
        Logging = new(host.Logs);
        Redriving = new(host);
        Deletions = new(host);
        var calls = new WorkflowCalls(host.Resources, host.Calls, host.Time);
        var language = new WorkflowLanguage(host.Tokens, host.Time, host.Seed, host.Bus, Logging.Write, Deletions.Ended);
        Http = new(host.Requests);
        Tasks = new(calls, Http, Activities, host.Time);
        executions.Host
            .Add(WorkflowLanguage.Kind, language)
            .Add(TaskState.WorkKind, Tasks)
            .Add(DistributedMapState.ReadKind, new MapItems(calls))
            .Add(DistributedMapState.ChildKind, new MapChildren(executions, host.Time, host.Seed))
            .Add(DistributedMapState.WriteKind, new MapResults(executions, calls));
    }

    public WorkflowHost Host { get; }

    public TaskTokens Tokens => Host.Tokens;

    public ActivityTasks Activities { get; } = new();

    public HttpTask Http { get; }

    public TaskPerformer Tasks { get; }

    public DurableExecutions Executions { get; }

    public Redriving Redriving { get; }

    /// <summary>State machines that go when the last of their executions has ended.</summary>
    public PendingDeletions Deletions { get; }

    private ExecutionLogging Logging { get; }

    /// <summary>Goes on with what the journal holds.</summary>
    public void Start() => Deletions.Start();
}

/// <summary>What workflows need of the process that they are part of.</summary>
internal sealed record WorkflowHost
{
    public required Journal Journal { get; init; }

    public required ResourceStore Resources { get; init; }

    /// <summary>Makes the calls of executions.</summary>
    public required ExecutionCalls Calls { get; init; }

    public required TaskTokens Tokens { get; init; }

    public required ConnectedRequests Requests { get; init; }

    public required LogStore Logs { get; init; }

    /// <summary>Puts events on the bus.</summary>
    public required Func<IReadOnlyList<BusEvent>, HandOver> Bus { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>What the ids of this data folder derive from.</summary>
    public required string Seed { get; init; }
}
