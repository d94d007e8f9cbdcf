using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Workflows.States;
using Quell.Executions;
using Quell.Storage;
using Quell.Workflows.Running;

namespace Quell.Benchmarks;

/// <summary>
/// What do durable executions cost: states a second with a thousand executions at once, the way to the first task, a hundred thousand
/// that wait? Everything but the API and the gate is the real thing, on this disk.
/// </summary>
internal static class ExecutionFigures
{
    private const int AtOnce = 1_000;
    private const int Waiting = 100_000;

    /// <param name="parts">Which figures: interpreter, chain, tasks, first, waiting; none for all.</param>
    public static async Task<int> Run(string folder, string[] parts)
    {
        if (Has("interpreter"))
        {
            WorkflowFigures.Run();
        }

        Console.WriteLine("| what | figure |\n|---|---|");
        await Measure("chain", () => States(folder, "chain of 5 Pass and 5 Choice states", WorkflowFigures.Chain(), 11, 20));
        await Measure("tasks", () => States(folder, "chain of 10 Tasks that a worker answers at once", Tasks(10), 10, 16));
        await Measure("first", () => FirstTask(folder));
        await Measure("waiting", () => Wait(folder));
        return 0;

        bool Has(string part) => parts is [] || parts.Contains(part);
        Task Measure(string part, Func<Task> measure) => Has(part) ? measure() : Task.CompletedTask;
    }

    /// <summary>What a process that has been running does: the first executions, whose code is still being compiled, are not counted.</summary>
    private static async Task States(string folder, string name, string definition, int states, int each)
    {
        await using var world = new World(folder);
        await RunAll(world, definition, 0, each / 2);
        using var process = Process.GetCurrentProcess();
        var (used, allocated, clock) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
        await RunAll(world, definition, AtOnce * each, each);
        process.Refresh();
        var total = AtOnce * each * states;
        Row($"states a second, {name}, {AtOnce} executions at once, each step durable", string.Create(CultureInfo.InvariantCulture,
            $"{total / clock.Elapsed.TotalSeconds:N0} ({(process.TotalProcessorTime - used).TotalMicroseconds / total:F1} us of processor time and {(GC.GetTotalAllocatedBytes() - allocated) / total:N0} B a state)"));
    }

    private static Task RunAll(World world, string definition, int first, int each) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => Task.Run(async () =>
    {
        for (var count = 0; count < each; count++)
        {
            await world.Run(definition, first + (worker * each) + count);
        }
    })));

    private static async Task FirstTask(string folder)
    {
        await using var world = new World(folder);
        var times = new List<double>();
        for (var count = 0; count < 1_000; count++)
        {
            var began = Stopwatch.GetTimestamp();
            await world.Run(Tasks(1), count);
            times.Add(Stopwatch.GetElapsedTime(began, world.Tasked).TotalMilliseconds);
        }

        times.Sort();
        Row("start → first task, median and 99th percentile of 1,000", string.Create(CultureInfo.InvariantCulture, $"{times[500]:F2} ms, {times[990]:F2} ms"));
    }

    private static async Task Wait(string folder)
    {
        await using var world = new World(folder);
        var until = DateTimeOffset.UtcNow.AddSeconds(90);
        var definition = """{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "TimestampPath": "$.until", "End": true}}}""";
        var late = new double[Waiting];
        await Parallel.ForEachAsync(Enumerable.Range(0, Waiting), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (index, _) =>
        {
            var due = until.AddMilliseconds(index * 0.4);
            await world.Begin(definition, index, $$"""{"until": "{{due.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}"}""");
        });
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        Row($"{Waiting:N0} executions waiting at a timer, resident memory", $"{process.WorkingSet64 / 1_048_576} MB (heap {GC.GetTotalMemory(true) / 1_048_576} MB)");
        await world.Ended(Waiting);
        world.Lateness.Sort();
        Row("how late they wake (spread over 40 s), median, 99.9th percentile and most", string.Create(
            CultureInfo.InvariantCulture, $"{world.Lateness[Waiting / 2]:F1} ms, {world.Lateness[(int)(Waiting * 0.999)]:F1} ms, {world.Lateness[^1]:F1} ms"));
    }

    private static void Row(string name, string figure) => Console.WriteLine($"| {name} | {figure} |");

    private static string Tasks(int count) => $$"""
        {"StartAt": "T0", "States": { {{string.Join(",", Enumerable.Range(0, count).Select(index =>
            $$"""  "T{{index}}": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:111111111111:activity:bench", {{(index < count - 1 ? $"\"Next\": \"T{index + 1}\"" : "\"End\": true")}}}  """))}} } }
        """;

    /// <summary>Durable executions with a performer that answers at once.</summary>
    private sealed class World : IAsyncDisposable, IWorkPerformer
    {
        private readonly string _path;
        private readonly Journal _journal;
        private readonly DurableExecutions _executions;
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _ended;
        private int _wanted = int.MaxValue;

        public World(string folder)
        {
            _path = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
            _journal = Journal.Open(Path.Combine(_path, "quell.db"), NullLogger.Instance);
            var host = new ExecutionHost { Journal = _journal, Sequences = Sequences.Of(_journal), Time = TimeProvider.System, Log = NullLogger.Instance };
            host.Languages.Add(WorkflowLanguage.Kind, new Language(new WorkflowLanguage(
                new TaskTokens("bench"), TimeProvider.System, "bench", _ => HandOver.Done, (_, _, _) => { }, _ => { }), this));
            host.Performers.Add(TaskState.WorkKind, this);
            _executions = new(host);
        }

        public long Tasked { get; private set; }

        public List<double> Lateness { get; } = [];

        public Task<ExecutionView> Begin(string definition, int number, string input = """{"n": 1}""") => _executions.Begin(Header(definition, number), JsonValue.Parse(input));

        public Task<Execution> Run(string definition, int number) =>
            _executions.Run(Header(definition, number), JsonValue.Parse("""{"n": 1}"""), CancellationToken.None);

        public async Task Ended(int count)
        {
            lock (Lateness)
            {
                _wanted = count;
                if (_ended >= count)
                {
                    return;
                }
            }

            await _all.Task;
        }

        public ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
        {
            Tasked = Stopwatch.GetTimestamp();
            return new(new Signal.Succeeded(JsonObject.Empty));
        }

        public void Cancel(WorkOrder order)
        {
        }

        public async ValueTask DisposeAsync()
        {
            await _executions.DisposeAsync();
            await _journal.DisposeAsync();
            Directory.Delete(_path, recursive: true);
        }

        private void End(Execution execution)
        {
            if (execution.Input is JsonObject input && input.String("until") is { } until)
            {
                lock (Lateness)
                {
                    Lateness.Add((DateTimeOffset.UtcNow - DateTimeOffset.Parse(until, CultureInfo.InvariantCulture)).TotalMilliseconds);
                    if (++_ended >= _wanted)
                    {
                        _all.TrySetResult();
                    }
                }
            }
        }

        private static ExecutionHeader Header(string definition, int number) => new()
        {
            Id = $"arn:aws:states:us-east-1:111111111111:execution:bench:run-{number}",
            Kind = WorkflowLanguage.Kind,
            Target = "arn:aws:states:us-east-1:111111111111:stateMachine:bench",
            Scope = new Scope("111111111111", "us-east-1"),
            Created = DateTimeOffset.UtcNow,
            Definition = definition,
            Settings = new WorkflowSettings { RoleArn = "arn:aws:iam::111111111111:role/bench", MachineName = "bench", Name = $"run-{number}" }.ToJson(),
        };

        private sealed class Language(WorkflowLanguage inner, World world) : ExecutionLanguage
        {
            public override ExecutionProgram Program(long run, ExecutionHeader header) => inner.Program(run, header);

            public override HandOver Announce(ExecutionHeader header, Execution execution) => HandOver.Done;

            public override Signal Told(ExecutionHeader header, Execution execution, string form) => inner.Told(header, execution, form);

            public override void Recorded(ExecutionHeader header, Transition transition)
            {
                if (!transition.Execution.IsRunning)
                {
                    world.End(transition.Execution);
                }
            }
        }
    }
}
