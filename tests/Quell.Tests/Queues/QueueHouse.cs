using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Queues;
using Quell.Queues.Moving;
using Quell.Storage;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Queues;

/// <summary>Queues on a journal in a temporary folder, on a clock that stands still.</summary>
internal sealed class QueueHouse : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-queues-").FullName;
    private OperationTable _table = new();
    private int _calls;

    public QueueHouse() => Open();

    public ManualTime Time { get; } = new();

    public Scope Scope { get; set; } = new("123456789012", "us-east-1");

    public Journal Journal { get; private set; } = null!;

    public ResourceStore Store { get; private set; } = null!;

    public LiveQueues Queues { get; private set; } = null!;

    private MoveTaskRunner Moves { get; set; } = null!;

    /// <summary>Ends the process as it were, and starts it again on the same data.</summary>
    public async Task Restart()
    {
        await Moves.DisposeAsync();
        await Journal.DisposeAsync();
        Open();
    }

    public string Create(string name, params ReadOnlySpan<(string Name, JsonValue? Value)> attributes)
    {
        var answer = Call("CreateQueue", ("QueueName", name), ("Attributes", JsonObject.Of(attributes))).GetAwaiter().GetResult();
        return answer.String("QueueUrl")!;
    }

    public Task<JsonObject> Call(string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        Call(operation, JsonObject.Of(input));

    public async Task<JsonObject> Call(string operation, JsonObject input)
    {
        var call = new Call
        {
            RequestId = Guid.NewGuid().ToString(),
            Service = "sqs",
            Operation = operation,
            Input = input,
            Scope = Scope,
            Principal = Principal.Root(Scope.Account),
            Time = Time.GetUtcNow(),
        };
        switch (_table.Find("sqs", operation))
        {
            case Operation.Effectful effectful:
                return (await effectful.Handler(call, CancellationToken.None)).Output;
            case Operation.Transactional transactional:
                var (step, durable) = Store.Run(state =>
                {
                    var step = TransactionalStep.Run(transactional.Handler, state, call, new IdSource("test", $"call {_calls++} {call.RequestId}"));
                    return new ResourceStep<TransactionalStep>(step.Transaction.State, step);
                });
                await durable;
                return step.Result?.Output ?? throw step.Error!;
            default:
                throw new ArgumentException(operation);
        }
    }

    public async Task<AwsException> Refused(string operation, params (string Name, JsonValue? Value)[] input) =>
        await Should.ThrowAsync<AwsException>(() => Call(operation, input));

    /// <summary>Receives up to ten messages with all their attributes.</summary>
    public async Task<IReadOnlyList<JsonObject>> Receive(string url, params (string Name, JsonValue? Value)[] input) =>
        [.. (await Call("ReceiveMessage", JsonObject.Of(
            ("QueueUrl", url), ("MaxNumberOfMessages", 10), ("MessageSystemAttributeNames", new JsonArray(["All"])),
            ("MessageAttributeNames", new JsonArray(["All"]))).Merge(JsonObject.Of(input)))).Array("Messages").Objects];

    public async Task<string?> Attribute(string url, string name) =>
        (await Call("GetQueueAttributes", ("QueueUrl", url), ("AttributeNames", new JsonArray([name])))).Object("Attributes")?.String(name);

    public void Dispose()
    {
        Moves.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private void Open()
    {
        Journal = Journal.Open(Path.Combine(_folder, "journal.db"), NullLogger.Instance);
        Store = new(Journal);
        Queues = new(Store, Journal, Sequences.Of(Journal), Time);
        Moves = new(Store, Queues, new MessageMover(Queues, Journal), Time, NullLogger.Instance);
        Moves.Start();
        _table = new OperationTable().AddQueues(Store, Queues);
    }
}
