using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Mail;
using Quell.Queues;
using Quell.Storage;
using Quell.Tests.Deliveries;
using Quell.Topics;

namespace Quell.Tests.Topics;

/// <summary>Topics with their deliveries on a journal in a temporary folder; mails stay in memory, the clock stands still.</summary>
internal sealed class TopicHouse : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-topics-").FullName;
    private OperationTable _table = new();
    private LiveTopics _topics = null!;
    private int _calls;

    public TopicHouse() => Open();

    public ManualTime Time { get; } = new();

    public Scope Scope { get; set; } = new("123456789012", "us-east-1");

    public Journal Journal { get; private set; } = null!;

    public ResourceStore Store { get; private set; } = null!;

    public DeliveryDispatcher Dispatcher { get; private set; } = null!;

    public LiveQueues Queues { get; private set; } = null!;

    public RecordingTarget Functions { get; } = new();

    public MailInMemory Mails { get; } = new();

    public async Task Restart()
    {
        await Close();
        Open();
    }

    public string Topic(string name) => Call("CreateTopic", ("Name", name)).GetAwaiter().GetResult().String("TopicArn")!;

    public string Queue(string name)
    {
        Call("sqs", "CreateQueue", JsonObject.Of(("QueueName", name))).GetAwaiter().GetResult();
        return Scope.Arn("sqs", name).ToString();
    }

    public async Task<string> Subscribe(string topic, string protocol, string endpoint, params (string Name, JsonValue? Value)[] attributes) =>
        (await Call("Subscribe", ("TopicArn", topic), ("Protocol", protocol), ("Endpoint", endpoint), ("ReturnSubscriptionArn", true),
            ("Attributes", JsonObject.Of(attributes)))).String("SubscriptionArn")!;

    public Task<JsonObject> Call(string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        Call("sns", operation, JsonObject.Of(input));

    /// <param name="key">The access key that signs; null for an unsigned link.</param>
    public async Task<JsonObject> Call(string service, string operation, JsonObject input, string? key = "AKIATEST")
    {
        var call = new Call
        {
            RequestId = Guid.NewGuid().ToString(),
            Service = service,
            Operation = operation,
            Input = input,
            Scope = Scope,
            Principal = Principal.Root(Scope.Account, key),
            Time = Time.GetUtcNow(),
        };
        if (_table.Find(service, operation) is Operation.Effectful effectful)
        {
            return (await effectful.Handler(call, CancellationToken.None)).Output;
        }

        var handler = _table.Find(service, operation).ShouldBeOfType<Operation.Transactional>(operation).Handler;
        var (step, durable) = Store.Run(state =>
        {
            var step = TransactionalStep.Run(handler, state, call, new IdSource("test", $"call {_calls++}"));
            return new ResourceStep<TransactionalStep>(step.Transaction.State, step);
        });
        await durable;
        return step.Result?.Output ?? throw step.Error!;
    }

    public async Task<AwsException> Refused(string operation, params (string Name, JsonValue? Value)[] input) =>
        await Should.ThrowAsync<AwsException>(() => Call("sns", operation, JsonObject.Of(input)));

    /// <summary>Takes the message that comes next out of a queue.</summary>
    public async Task<ReceivedMessage> Take(string queueArn)
    {
        var queue = Quell.Queues.Queue.Find(Store.Current, queueArn)!;
        while (true)
        {
            if (await Queues.Receive(queue, 1, null, TimeSpan.Zero, CancellationToken.None) is [var message])
            {
                await Queues.Delete(queue, message.ReceiptHandle);
                return message;
            }

            await Task.Yield();
        }
    }

    public bool IsEmpty(string queueArn) => Queues.Count(Quell.Queues.Queue.Find(Store.Current, queueArn)!).Visible == 0;

    /// <summary>Waits until a delivery has failed so often and waits for its next attempt, then passes the time until then.</summary>
    public async Task PassToRetry(int attempts, Action? before = null)
    {
        while (Journal.Read(connection => connection.Number("SELECT max(attempts) FROM deliveries WHERE state = 0")) != attempts || Time.NextDue is null)
        {
            await Task.Yield();
        }

        before?.Invoke();
        Time.Advance(TimeSpan.FromSeconds(20));
    }

    /// <summary>Fires the timers that have come due, as the process does.</summary>
    public void FireTimers()
    {
        foreach (var (key, value) in Store.Current.ListAll(Aws.Operations.Timer.ResourceType).ToList())
        {
            var timer = Aws.Operations.Timer.From(key, value);
            if (timer.Due <= Time.GetUtcNow())
            {
                Store.Run(state =>
                {
                    var transaction = TransactionalStep.Fire(_table, state, timer, Time.GetUtcNow(), new IdSource("test", key.Id));
                    return new ResourceStep<bool>(transaction.State, true);
                });
            }
        }
    }

    public void Dispose()
    {
        Close().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Close()
    {
        await Dispatcher.DisposeAsync();
        await _topics.DisposeAsync();
        await Journal.DisposeAsync();
    }

    private void Open()
    {
        Journal = Journal.Open(Path.Combine(_folder, "journal.db"), NullLogger.Instance);
        Store = new(Journal);
        var sequences = Sequences.Of(Journal);
        var targets = new DeliveryTargets();
        Dispatcher = new(Journal, sequences, targets, Time, NullLogger<DeliveryDispatcher>.Instance);
        Queues = new(Store, Journal, sequences, Time);
        _topics = new(Store, Journal, Dispatcher, targets, Mails, Time, NullLogger.Instance);
        targets.Add("sqs", new QueueTarget(Store, Queues)).Add("lambda", Functions);
        _table = new OperationTable().AddQueues(Store, Queues).AddTopics(_topics.Publishing);
        Dispatcher.Start();
        _topics.Start();
    }

    internal sealed class MailInMemory : IMailTransport
    {
        private readonly ConcurrentQueue<MailMessage> _mails = [];

        /// <summary>Thrown for each mail; null takes it.</summary>
        public MailException? Fault { get; set; }

        public bool IsEmpty => _mails.IsEmpty;

        public Task SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            _mails.Enqueue(message);
            return Task.CompletedTask;
        }

        /// <summary>Takes the mail that comes next.</summary>
        public async Task<MailMessage> Next()
        {
            MailMessage? mail;
            while (!_mails.TryDequeue(out mail))
            {
                await Task.Yield();
            }

            return mail;
        }
    }
}
