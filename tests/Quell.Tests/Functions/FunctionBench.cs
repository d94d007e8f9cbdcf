using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Functions;
using Quell.Gate;
using Quell.Logs;
using Quell.Queues;
using Quell.Storage;

namespace Quell.Tests.Functions;

/// <summary>Functions and logs with a journal and a Runtime API of their own, in a folder that is removed.</summary>
internal sealed class FunctionBench : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;
    private int _calls;

    private readonly bool _ownsFolder;

    private FunctionBench(TimeProvider time, string? folder)
    {
        _ownsFolder = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("quell-functions-").FullName;
        Time = time;
        Journal = Journal.Open(Path.Combine(_folder, "journal.db"), NullLogger.Instance);
        Resources = new(Journal);
        Logs = new(Journal, Resources, time, NullLogger.Instance);
        Keys = new(new IdSource("test", "environments"));
        var functions = Path.Combine(_folder, "functions");
        Host = new()
        {
            Folder = functions,
            Codes = new(functions),
            Resources = Resources,
            Keys = Keys,
            Logs = Logs,
            Confiner = new(Path.Combine(_folder, "confinement"), python: null, NullLogger.Instance),
            Time = time,
            Log = NullLogger.Instance,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        Host.Confiner.Connections.AddTo(builder);
        _app = builder.Build();
        _app.Run(context => context.Request.Path == "/signal" ? Signal.Task : Engine!.Api.Handle(context));
        var sequences = Sequences.Of(Journal);
        Dispatcher = new(Journal, sequences, Targets, time, NullLogger.Instance);
        Queues = new(Resources, Journal, sequences, time);
        Engine = new(Host, Journal, Dispatcher, Queues, "test");
        Targets.Add("lambda", Engine.Target).Add("sqs", new QueueTarget(Resources, Queues)).Add("logs", new LogGroupTarget(Logs));
        Table = new OperationTable().AddFunctions(Engine).AddLogs(Logs).AddQueues(Resources, Queues);
    }

    public static Scope Scope { get; } = new("123456789012", "eu-west-1");

    public TimeProvider Time { get; }

    public Journal Journal { get; }

    public ResourceStore Resources { get; }

    public LogStore Logs { get; }

    public EnvironmentKeys Keys { get; }

    public FunctionHost Host { get; }

    public DeliveryTargets Targets { get; } = new();

    public DeliveryDispatcher Dispatcher { get; }

    public LiveQueues Queues { get; }

    public FunctionEngine Engine { get; }

    public OperationTable Table { get; }

    public string Folder => _folder;

    /// <summary>What functions wait for that ask <c>/signal</c> of the endpoint that they are given.</summary>
    public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="folder">A data folder that stays; null for one that is removed in the end.</param>
    public static async Task<FunctionBench> Start(TimeProvider? time = null, string? folder = null)
    {
        var bench = new FunctionBench(time ?? TimeProvider.System, folder);
        await bench._app.StartAsync();
        bench.Dispatcher.Start();
        var address = new Uri(bench._app.Urls.First());
        bench.Host.Confiner.Port = address.Port;
        await bench.Engine.Start(address.Authority);
        return bench;
    }

    public static string Zip(string name, string source) => Convert.ToBase64String(ZipPackage.Of((name, source)));

    /// <summary>Creates a Python function of one file; the input's further members are merged in.</summary>
    public Task<JsonObject> Python(string name, string source, params (string Name, JsonValue? Value)[] more) =>
        Create(name, "python3.12", Zip("index.py", source), more);

    /// <summary>Creates a Node function of one file.</summary>
    public Task<JsonObject> Node(string name, string source, string file = "index.mjs", params (string Name, JsonValue? Value)[] more) =>
        Create(name, "nodejs20.x", Zip(file, source), more);

    public Task<JsonObject> Create(string name, string runtime, string zip, params (string Name, JsonValue? Value)[] more) => Call(
        "lambda", "CreateFunction", JsonObject.Of(
            ("FunctionName", name),
            ("Runtime", runtime),
            ("Role", "arn:aws:iam::123456789012:role/fixer"),
            ("Handler", "index.handler"),
            ("Code", JsonObject.Of(("ZipFile", zip)))).Merge(JsonObject.Of(more)));

    /// <summary>Invokes and gives the whole answer, its payload decoded into <c>Payload</c>.</summary>
    public async Task<JsonObject> Invoke(string name, string payload = "{}", params (string Name, JsonValue? Value)[] more)
    {
        var answer = await Call("lambda", "Invoke", JsonObject.Of(
            ("FunctionName", name),
            ("Payload", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(payload)))).Merge(JsonObject.Of(more)));
        return answer.String("Payload") is { Length: > 0 } text
            ? answer.With("Payload", JsonValue.Parse(Convert.FromBase64String(text)))
            : answer;
    }

    public Task<JsonObject> Call(string service, string operation, params (string Name, JsonValue? Value)[] input) =>
        Call(service, operation, JsonObject.Of(input));

    public async Task<JsonObject> Call(string service, string operation, JsonObject input)
    {
        var call = new Call
        {
            RequestId = new Guid(++_calls, 0, 0, new byte[8]).ToString(),
            Service = service,
            Operation = operation,
            Input = input,
            Scope = Scope,
            Principal = Principal.Root(Scope.Account),
            Time = Time.GetUtcNow(),
        };
        switch (Table.Find(service, operation))
        {
            case Operation.Transactional transactional:
                var (step, durable) = Resources.Run(state =>
                {
                    var step = TransactionalStep.Run(transactional.Handler, state, call, new IdSource("test", $"call {_calls}"));
                    return new ResourceStep<TransactionalStep>(step.Transaction.State, step);
                });
                await durable;
                return step.Result?.Output ?? throw step.Error!;
            case Operation.Effectful effectful:
                return (await effectful.Handler(call, CancellationToken.None)).Output;
            default:
                throw new InvalidOperationException($"{service}:{operation}");
        }
    }

    public async Task<AwsException> Refused(string service, string operation, params (string Name, JsonValue? Value)[] input) =>
        await Should.ThrowAsync<AwsException>(() => Call(service, operation, input));

    /// <summary>The messages of a function's log group, in order.</summary>
    public List<string> Log(string group) => LogGroup.Find(Resources.Current, Scope, group) is { } found
        ? Journal.Read(connection => connection.Query(
            "SELECT message FROM log_events WHERE stream IN (SELECT id FROM log_streams WHERE log_group = ?1) ORDER BY id",
            row => row.GetString(0), found.Key))
        : [];

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync();
        await Engine.DisposeAsync();
        Host.Confiner.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Journal.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
