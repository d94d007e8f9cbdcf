using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Archives;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Events.Operations;
using Quell.Storage;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Events;

/// <summary>A bus on a real journal in a folder of its own, with targets that record, on a clock that is moved by hand.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    public const string Account = "123456789012";

    private readonly BusTarget _busTarget = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-bus-").FullName;

    public TestBus() => Open();

    public ManualTime Time { get; } = new();

    public Scope Scope { get; } = new(Account, "us-east-1");

    public Journal Journal { get; private set; } = null!;

    public ResourceStore Store { get; private set; } = null!;

    public DeliveryDispatcher Dispatcher { get; private set; } = null!;

    public EventBus Bus { get; private set; } = null!;

    public PutEvents PutEvents { get; private set; } = null!;

    public OperationTable Table { get; private set; } = null!;

    public Sequences Sequences { get; private set; } = null!;

    public ReplayRunner Replays { get; private set; } = null!;

    /// <summary>Due deliveries from which on a replay waits; for the next start.</summary>
    public int MostDue { get; set; } = 2_000;

    public DeliveryLimits Limits { get; set; } = new();

    public DeliveryPermissions Permissions { get; set; } = DeliveryPermissions.Unchecked;

    public RecordingTarget Functions { get; } = new();

    public RecordingTarget Queues { get; } = new();

    public RecordingTarget Topics { get; } = new();

    /// <summary>Ends all and begins anew on the same folder, as a restart does.</summary>
    /// <param name="start">Whether deliveries go out.</param>
    public async Task Restart(bool start = true)
    {
        await Close();
        Open(start);
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Commits what was prepared and lets it go on.</summary>
    public async Task Commit(HandOver handOver)
    {
        if (handOver.Write is { } write)
        {
            await Journal.Write(write);
        }

        handOver.Committed?.Invoke();
    }

    public void Put(string type, string id, JsonObject value) => Store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        edit.Put(Scope, type, id, value);
        return new ResourceStep<int>(edit, 0);
    });

    /// <summary>Stores an enabled rule on the default bus with targets of the ARNs given.</summary>
    public void Rule(string name, string pattern, params JsonObject[] targets)
    {
        Put(BusTypes.Rule, $"default/{name}", JsonObject.Of(
            ("Name", name), ("Arn", BusTypes.RuleArn(Scope, "default", name)), ("EventPattern", pattern), ("State", "ENABLED"), ("EventBusName", "default")));
        Put(BusTypes.Targets, $"default/{name}", JsonObject.Of(("Targets", JsonArray.From(targets))));
    }

    public static JsonObject Target(string id, string arn) => JsonObject.Of(("Id", id), ("Arn", arn));

    public BusEvent Event(string source = "app", int n = 1, bool readOnly = false) =>
        new(Scope, source, "Thing", JsonArray.Empty, JsonObject.Of(("n", n)), Time.GetUtcNow(), readOnly);

    public List<(long Id, string Target, DeliveryState State, string? Code, string? Message, int Attempts)> Rows() => Journal.Read(connection => connection.Query(
        "SELECT id, target, state, error_code, error_message, attempts FROM deliveries ORDER BY id",
        row => (row.GetInt64(0), row.GetString(1), (DeliveryState)row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetInt32(5))));

    /// <summary>Calls and expects an answer.</summary>
    public Task<JsonObject> Call(string operation, params (string Name, JsonValue? Value)[] input) => CallAs(Account, operation, input);

    /// <summary>The same as an administrator of another account.</summary>
    public async Task<JsonObject> CallAs(string account, string operation, params (string Name, JsonValue? Value)[] input)
    {
        var call = CallOf(operation, JsonObject.Of(input)) with { Scope = new Scope(account, "us-east-1"), Principal = Principal.Root(account) };
        if (Table.Find("events", operation) is Operation.Effectful effectful)
        {
            return (await effectful.Handler(call, CancellationToken.None)).Output;
        }

        var (step, durable) = Store.Run(state =>
        {
            var step = Step(call, state);
            return new ResourceStep<TransactionalStep>(step.Transaction.State, step);
        });
        await durable;
        return step.Error is null ? step.Result!.Output : throw step.Error;
    }

    /// <summary>Calls and expects to be refused.</summary>
    public Task<AwsException> Refused(string operation, params (string Name, JsonValue? Value)[] input) =>
        Should.ThrowAsync<AwsException>(() => Call(operation, input));

    public Call CallOf(string operation, JsonObject input) => new()
    {
        RequestId = Guid.Empty.ToString(),
        Service = "events",
        Operation = operation,
        Input = input,
        Scope = Scope,
        Principal = Principal.Root(Account),
        Time = Time.GetUtcNow(),
    };

    /// <summary>Polls for a condition; the test run's own limit ends a test whose condition never comes.</summary>
    public static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5);
        }
    }

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private void Open(bool start = true)
    {
        Journal = Journal.Open(Path.Combine(_folder, "quell.db"), NullLogger.Instance);
        Store = new ResourceStore(Journal);
        Sequences = Quell.Storage.Sequences.Of(Journal);
        var targets = new DeliveryTargets().Add("lambda", Functions).Add("sqs", Queues).Add("sns", Topics).Add("events", _busTarget);
        Dispatcher = new DeliveryDispatcher(Journal, Sequences, targets, Time, NullLogger.Instance) { Limits = Limits, Permissions = Permissions };
        Bus = new EventBus(new BusTable(Store), Sequences, Dispatcher, Time, EventBus.SeedOf("test"));
        PutEvents = new PutEvents(Bus, Sequences, Journal, Time);
        _busTarget.Bind(Bus);
        Table = new OperationTable().AddEvents(PutEvents, new TargetKinds()).AddArchives(Store, Journal, Sequences);
        Replays = new ReplayRunner(Store, Journal, Bus, Time, NullLogger.Instance) { MostDue = MostDue };
        if (start)
        {
            Dispatcher.Start();
            Replays.Start();
        }
    }

    private TransactionalStep Step(Call call, ResourceSet state) => TransactionalStep.Run(
        Table.Find("events", call.Operation).ShouldBeOfType<Operation.Transactional>(call.Operation).Handler, state, call, new IdSource("test", "call"));

    private async Task Close()
    {
        await Replays.DisposeAsync();
        await Dispatcher.DisposeAsync();
        await Journal.DisposeAsync();
    }
}
