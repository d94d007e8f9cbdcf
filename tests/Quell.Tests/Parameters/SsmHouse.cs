using System.Security.Cryptography;
using System.Text;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Documents;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Parameters;
using Quell.Sandbox;
using Quell.Secrets;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Tests.Parameters;

/// <summary>The parameters and documents of the ssm API over a state in memory; every call comes a second after the one before.</summary>
internal sealed class SsmHouse
{
    public static readonly Scope Scope = new(Scope.DefaultAccount, Scope.DefaultRegion);

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly OperationTable _table = new OperationTable().AddSandbox().AddParameters(new SecretBox(new byte[SecretBox.KeyLength])).AddDocuments(Open);
    private int _calls;

    public ResourceSet State { get; set; } = ResourceSet.Empty;

    /// <summary>What went onto the bus, in order.</summary>
    public List<EmittedEvent> Events { get; } = [];

    public JsonObject Call(string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) => Call(Scope, operation, JsonObject.Of(input));

    /// <param name="input">JSON.</param>
    public JsonObject Send(string operation, string input) => Call(Scope, operation, (JsonObject)JsonValue.Parse(input));

    public JsonObject Call(Scope scope, string operation, JsonObject input, string service = "ssm", Blob? body = null)
    {
        var model = ServiceCatalog.Default.Get(service);
        InputValidator.Check(model, model.Find(operation)!, input);
        var call = new Call
        {
            RequestId = new Guid(++_calls, 0, 0, new byte[8]).ToString(),
            Service = model.Name,
            Operation = operation,
            Input = input,
            Scope = scope,
            Principal = Principal.Root(scope.Account),
            Time = Start.AddSeconds(_calls),
            Body = body,
        };
        var handler = ((Operation.Transactional)_table.Find(model.Name, operation)!).Handler;
        var step = TransactionalStep.Run(handler, State, call, new IdSource("seed", $"{_calls}"));
        if (step.Error is { } error)
        {
            throw error;
        }

        Keep(step.Transaction);
        return step.Result!.Output;
    }

    public (string Code, string Message) Refused(string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        Refused(Scope, operation, JsonObject.Of(input));

    public (string Code, string Message) Refused(Scope scope, string operation, JsonObject input)
    {
        var error = Should.Throw<AwsException>(() => Call(scope, operation, input));
        return (error.Code, error.Message);
    }

    /// <summary>Puts a parameter of the type String.</summary>
    public JsonObject Put(string name, string value, params ReadOnlySpan<(string Name, JsonValue? Value)> more) =>
        Call(Scope, "PutParameter", JsonObject.Of(("Name", name), ("Value", value), ("Type", "String"), ("Overwrite", true)).Merge(JsonObject.Of(more)));

    /// <summary>Fires the timers that are due until the time, in their order.</summary>
    public void FireTimers(DateTimeOffset until)
    {
        while (State.ListAll(Timer.ResourceType).Select(entry => Timer.From(entry.Key, entry.Value)).Where(timer => timer.Due <= until).MinBy(timer => timer.Due) is { } due)
        {
            Keep(TransactionalStep.Fire(_table, State, due, due.Due, new IdSource("seed", $"timer {due.Due:O}")));
        }
    }

    /// <summary>Puts an object of the content into a bucket, which is made.</summary>
    public void Store(string bucket, string key, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var blob = new Blob(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, "d41d8cd98f00b204e9800998ecf8427e");
        Call(Scope, "CreateBucket", JsonObject.Of(("Bucket", bucket)), "s3");
        Call(Scope, "PutObject", JsonObject.Of(("Bucket", bucket), ("Key", key)), "s3", blob);
    }

    private static Stream Open(IReadOnlyList<BlobSlice> slices) => throw new InvalidOperationException("No object here has parts.");

    private void Keep(Transaction transaction)
    {
        State = transaction.State.Current;
        Events.AddRange(transaction.Events);
    }
}
