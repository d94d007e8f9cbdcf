using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Storage;
using Quell.Tests.Deliveries;
using Quell.Workflows.Running;

namespace Quell.Tests.Executions;

/// <summary>Durable executions of workflows on a journal that can be made to fail; the test does their tasks.</summary>
internal sealed class DurableHouse : IAsyncDisposable, IWorkPerformer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-durable-").FullName;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Signal?>> _tasks = new();
    private readonly Journal _journal;

    public DurableHouse(int liveLimit = 2_048)
    {
        _journal = Journal.Open(Path.Combine(_folder, "journal"), NullLogger.Instance);
        var host = new ExecutionHost { Journal = _journal, Sequences = Sequences.Of(_journal), Time = Time, Log = NullLogger.Instance, LiveLimit = liveLimit };
        host.Languages.Add(WorkflowLanguage.Kind, new WorkflowLanguage(new("seed"), Time, "seed", _ => HandOver.Done, (_, _, _) => { }, _ => { }));
        host.Performers.Add("task", this);
        Executions = new(host);
        var remember = _journal.WithEachGroup;
        _journal.WithEachGroup = connection =>
        {
            remember?.Invoke(connection);
            if (IsDiskFull)
            {
                throw new SqliteException("database or disk is full", 13);
            }
        };
    }

    public ManualTime Time { get; } = new();

    public DurableExecutions Executions { get; }

    public bool IsDiskFull { get; set; }

    /// <summary>How often each state's task was begun.</summary>
    public ConcurrentDictionary<string, int> Begun { get; } = new();

    /// <summary>The state's task, which is over when the test says so.</summary>
    public TaskCompletionSource<Signal?> Task(string state) =>
        _tasks.GetOrAdd(state, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var state = order.Work.Spec.String("state")!;
        Begun.AddOrUpdate(state, 1, (_, count) => count + 1);
        return await Task(state).Task.WaitAsync(cancellationToken);
    }

    public void Cancel(WorkOrder order)
    {
    }

    public async Task<long> Begin(string definition, string name = "one", bool isExpress = false) => (await Executions.Begin(new()
    {
        Id = $"arn:aws:states:us-east-1:000000000000:execution:m:{name}",
        Kind = WorkflowLanguage.Kind,
        Target = "arn:aws:states:us-east-1:000000000000:stateMachine:m",
        Scope = new(Scope.DefaultAccount, Scope.DefaultRegion),
        Created = Time.GetUtcNow(),
        Definition = definition,
        Settings = new WorkflowSettings { RoleArn = "arn:aws:iam::000000000000:role/r", MachineName = "m", Name = name, IsExpress = isExpress }.ToJson(),
        IsVolatile = isExpress,
    }, JsonObject.Empty)).Run;

    /// <summary>Waits until the durable execution is so, and lets time pass meanwhile.</summary>
    public async Task<Execution> Until(long run, Func<Execution, bool> isSo)
    {
        for (var tries = 0; tries < 2_000; tries++)
        {
            if (Executions.Store.View(run) is { } view && isSo(view.Execution))
            {
                return view.Execution;
            }

            await System.Threading.Tasks.Task.Delay(5);
        }

        throw new TimeoutException($"The execution does not come to that: {Executions.Store.View(run)?.Execution.Status}");
    }

    public async ValueTask DisposeAsync()
    {
        IsDiskFull = false;
        await Executions.DisposeAsync();
        await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
