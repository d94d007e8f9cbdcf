using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Blobs;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Storage;
using Quell.Trail;

namespace Quell.Tests.Gate;

/// <summary>What the gate stands on, in a temporary folder: a journal, an account with one operation that makes a VPC.</summary>
internal sealed class GateHouse : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-gate-").FullName;

    public GateHouse()
    {
        Journal = Journal.Open(Path.Combine(_folder, "quell.db"), NullLogger.Instance);
        Sequences = Sequences.Of(Journal);
        Store = new ResourceStore(Journal);
        Trail = new TrailLog(ServiceCatalog.Default, Journal);
        var table = new OperationTable().Add("ec2", "CreateVpc", CreateVpc).Add("ec2", "DescribeVpcs", static _ => JsonObject.Empty);
        Local = new LocalCalls(table, Store, Journal, Sequences, Trail) { Seed = "seed" };
    }

    public Journal Journal { get; }

    public Sequences Sequences { get; }

    public ResourceStore Store { get; }

    public TrailLog Trail { get; }

    public LocalCalls Local { get; }

    public BlobStore Blobs => new(Path.Combine(_folder, "blobs"));

    public Scope Scope { get; } = new("123456789012", "us-east-1");

    public CallGate Gate(GatePolicy policy, RemoteServices? aws = null, Func<Call, string?>? permissions = null) =>
        new(policy, Local, aws, Journal, Sequences) { Permissions = permissions ?? (static _ => null) };

    /// <summary>A call of an execution, unless it is told that a person makes it.</summary>
    public Call Call(string operation, JsonObject input, bool byExecution = true, string service = "ec2") => new()
    {
        RequestId = Guid.NewGuid().ToString(),
        Service = service,
        Operation = operation,
        Input = input,
        Scope = Scope,
        Principal = Role(),
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Cause = byExecution ? new CallCause("exec-1", "event-1", "arn:aws:events:us-east-1:123456789012:rule/r") : null,
        IdOwner = byExecution ? "exec-1/1/1" : null,
    };

    /// <summary>Every recorded change: its state as it is stored, and the record.</summary>
    public List<(ChangeState State, JsonObject Record)> Changes() => Journal.Read(connection => connection.Query(
        "SELECT state, record FROM changes ORDER BY seq",
        row => ((ChangeState)row.GetInt64(0), (JsonObject)JsonValue.Parse((byte[])row.GetValue(1)))));

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Principal Role() => new()
    {
        Type = "AssumedRole",
        PrincipalId = "AROAEXAMPLE:fix",
        Arn = "arn:aws:sts::123456789012:assumed-role/fixer/fix",
        Account = "123456789012",
        Session = new RoleSession("AROAEXAMPLE", "arn:aws:iam::123456789012:role/fixer", "fixer", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
    };

    private static JsonObject CreateVpc(OperationContext context)
    {
        var vpc = JsonObject.Of(("VpcId", context.NewId("vpc-")), ("CidrBlock", context.Input.String("CidrBlock")));
        context.State.Put(context.Scope, "ec2:vpc", vpc.String("VpcId") ?? "", vpc);
        return JsonObject.Of(("Vpc", vpc));
    }
}
