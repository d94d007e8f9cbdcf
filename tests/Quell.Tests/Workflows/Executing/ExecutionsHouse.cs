using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Server;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Workflows.Executing;

/// <summary>A whole Quell without a port, in a folder of its own, on a clock that is moved by hand; state machines are started in it.</summary>
internal sealed class ExecutionsHouse : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::000000000000:role/flows";

    /// <summary>Definitions of one state.</summary>
    public const string Pass = """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";
    public const string Wait = """{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":3600,"End":true}}}""";
    public const string Fail = """{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"Bad","Cause":"because"}}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("quell-executions-").FullName;
    private int _calls;

    private readonly Func<ServerOptions, ServerOptions> _options;

    /// <param name="options">Changes the options that it is opened with; null for nothing.</param>
    public ExecutionsHouse(Func<ServerOptions, ServerOptions>? options = null)
    {
        _options = options ?? (static given => given);
        Engines = Open();
    }

    public static Scope Scope { get; } = new(Scope.DefaultAccount, Scope.DefaultRegion);

    public ManualTime Time { get; } = new();

    public Engines Engines { get; private set; }

    public DurableExecutions Executions => Engines.Workflows.Executions;

    public static string Machine(string name) => $"arn:aws:states:us-east-1:000000000000:stateMachine:{name}";

    public static string Execution(string machine, string name) => $"arn:aws:states:us-east-1:000000000000:execution:{machine}:{name}";

    public static JsonArray List(params JsonValue[] items) => JsonArray.From(items);

    /// <summary>Ends all and begins anew on the same folder, as a restart does.</summary>
    public async Task Restart()
    {
        await Engines.DisposeAsync();
        Engines = Open();
        await Executions.Recovery;
    }

    public Task<JsonObject> Call(string operation, params (string Name, JsonValue? Value)[] input) => Call(Scope, "stepfunctions", operation, input);

    public async Task<JsonObject> Call(Scope scope, string service, string operation, params (string Name, JsonValue? Value)[] input)
    {
        var call = CallOf(scope, service, operation, input);
        var model = ServiceCatalog.Default.Get(service);
        InputValidator.Check(model, model.Find(operation)!, call.Input);
        return (await Engines.Gate.Pass(call, CancellationToken.None)).Output;
    }

    public Call CallOf(Scope scope, string service, string operation, params (string Name, JsonValue? Value)[] input) => new()
    {
        RequestId = new Guid(Interlocked.Increment(ref _calls), 0, 0, new byte[8]).ToString(),
        Service = service,
        Operation = operation,
        Input = JsonObject.Of(input),
        Scope = scope,
        Principal = Principal.Root(scope.Account),
        Time = Time.GetUtcNow(),
    };

    public async Task<(string Code, string Message)> Refused(string operation, params (string Name, JsonValue? Value)[] input)
    {
        var error = await Should.ThrowAsync<AwsException>(() => Call(operation, input));
        return (error.Code, error.Message);
    }

    /// <summary>Makes a state machine.</summary>
    /// <returns>Its ARN.</returns>
    public async Task<string> Create(string name, string definition, params (string Name, JsonValue? Value)[] more) =>
        (await Call("CreateStateMachine", [("name", name), ("definition", definition), ("roleArn", Role), .. more])).String("stateMachineArn")!;

    /// <summary>Starts an execution.</summary>
    /// <returns>Its ARN.</returns>
    public async Task<string> Start(string machine, string name, string? input = null) =>
        (await Call("StartExecution", ("stateMachineArn", Machine(machine)), ("name", name), ("input", input))).String("executionArn")!;

    /// <summary>Makes a state machine, and starts an execution of it that is called <c>one</c>.</summary>
    public async Task<string> Run(string name, string definition, string? input = null)
    {
        await Create(name, definition);
        return await Start(name, "one", input);
    }

    /// <summary>Calls an operation of another service.</summary>
    public Task<JsonObject> On(string service, string operation, params (string Name, JsonValue? Value)[] input) => Call(Scope, service, operation, input);

    /// <summary>Writes an object.</summary>
    public async Task Put(string bucket, string key, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var call = CallOf(Scope, "s3", "PutObject", ("Bucket", bucket), ("Key", key)) with { Body = await Engines.Blobs.Store(content, CancellationToken.None) };
        await Engines.Gate.Pass(call, CancellationToken.None);
    }

    /// <summary>Reads an object.</summary>
    public async Task<string> Get(string bucket, string key)
    {
        var answer = await Engines.Gate.Pass(CallOf(Scope, "s3", "GetObject", ("Bucket", bucket), ("Key", key)), CancellationToken.None);
        using var reader = new StreamReader(Engines.Blobs.Open(answer.Body!));
        return await reader.ReadToEndAsync();
    }

    /// <summary>Makes a queue.</summary>
    /// <returns>Its URL.</returns>
    public async Task<string> Queue(string name) => (await On("sqs", "CreateQueue", ("QueueName", name))).String("QueueUrl")!;

    /// <summary>Waits for the next message of a queue, and deletes it.</summary>
    /// <returns>Its body.</returns>
    public async Task<string> Message(string url)
    {
        while (true)
        {
            if ((await On("sqs", "ReceiveMessage", ("QueueUrl", url))).Array("Messages").Objects.FirstOrDefault() is { } message)
            {
                await On("sqs", "DeleteMessage", ("QueueUrl", url), ("ReceiptHandle", message["ReceiptHandle"]));
                return message.String("Body")!;
            }

            await Rest();
        }
    }

    /// <summary>Between two looks; timers that were set for what is past by now fire.</summary>
    public Task Rest()
    {
        Time.Advance(TimeSpan.Zero);
        return Task.Delay(5);
    }

    public Task<JsonObject> Describe(string execution) => Call("DescribeExecution", ("executionArn", execution));

    /// <summary>The execution's description, once it has ended.</summary>
    public Task<JsonObject> Ended(string execution) => Described(execution, described => described.String("status") != "RUNNING");

    public async Task<JsonObject> Described(string execution, Func<JsonObject, bool> isSo)
    {
        while (true)
        {
            var described = await Describe(execution);
            if (isSo(described))
            {
                return described;
            }

            await Rest();
        }
    }

    public async Task<List<JsonObject>> History(string execution) =>
        [.. (await Call("GetExecutionHistory", ("executionArn", execution), ("maxResults", 1_000))).Array("events").Objects];

    public async Task<List<string?>> Events(string execution) => [.. (await History(execution)).Select(happened => happened.String("type"))];

    /// <summary>Waits until an event of that type has happened.</summary>
    public async Task<JsonObject> Until(string execution, string type)
    {
        while (true)
        {
            if ((await History(execution)).Find(happened => happened.String("type") == type) is { } found)
            {
                return found;
            }

            await Rest();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engines.DisposeAsync();
        while (Directory.Exists(_folder))
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException)
            {
                // What prunes in the background, as the clock demands, is not waited for at the end.
                await Task.Delay(20);
            }
        }
    }

    private Engines Open()
    {
        var engines = new Engines(_options(new() { DataFolder = _folder, AllowsNoRole = true }), Time, NullLoggerFactory.Instance);
        engines.Start();
        engines.StartExecutions("127.0.0.1:4600");
        return engines;
    }
}
