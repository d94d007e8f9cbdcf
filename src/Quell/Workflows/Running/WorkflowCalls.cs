using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Blobs;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Functions;
using Quell.Stacks.Deploying;
using Quell.Workflows.Tasks;

namespace Quell.Workflows.Running;

/// <summary>
/// Calls that executions of workflows make through the gate, in a session of their role. Request ids and the ids that a call makes
/// derive from the execution and what in it waits, so that a call begun again after a crash is known to be the same one.
/// </summary>
internal sealed class WorkflowCalls(ResourceStore store, CallPass pass, BlobStore blobs, TimeProvider time, string seed)
{
    private const string Service = "states.amazonaws.com";

    /// <summary>Characters that a session's name may have.</summary>
    private const int LongestSession = 64;

    /// <summary>Host and port where this process listens, as queue URLs name it.</summary>
    public string Authority { get; set; } = "127.0.0.1:4600";

    /// <param name="name">Names the call among those of its order; empty where there is one.</param>
    /// <exception cref="AwsException">The gate or the service refused.</exception>
    public async ValueTask<IntegrationAnswer> Send(WorkOrder order, RequestedCall request, string name, CancellationToken cancellationToken)
    {
        var settings = WorkflowSettings.From(order.Header.Settings);
        var ids = name.Length == 0 ? order.Name : $"{order.Name}/{name}";
        var role = order.Work.Spec.String("role") ?? settings.RoleArn;
        var now = time.GetUtcNow();
        var requestId = RequestId(order, name);
        var principal = ExecutionRole.Session(store.Current, role, Session(settings.Name), order.Header.Scope, now);
        var call = new Call
        {
            RequestId = requestId,
            Service = request.Service,
            Operation = request.Operation,
            Input = request.Input,
            Body = request.Body is { } content ? await Store(content, cancellationToken).ConfigureAwait(false) : null,
            Scope = new Scope(principal.Account, order.Header.Scope.Region),
            Principal = principal with { InvokedBy = Service },
            Time = now,
            SourceIp = Service,
            UserAgent = Service,
            Host = Authority,
            IdOwner = ids,
            Cause = new CallCause(order.Header.Id, order.Header.EventId, order.Header.Rule),
            Receipt = request.Receipt,
        };
        var result = await pass(call, cancellationToken).ConfigureAwait(false);

        // A bare null would become an empty body, which is not none.
        ReadOnlyMemory<byte>? body = result.Body is { } slices ? await Read(slices, cancellationToken).ConfigureAwait(false) : (ReadOnlyMemory<byte>?)null;
        return new(result.Output, body, requestId, now);
    }

    /// <summary>The id of the request that an order's call is.</summary>
    public string RequestId(WorkOrder order, string name) => new IdSource(seed, name.Length == 0 ? order.Name : $"{order.Name}/{name}").Uuid();

    private static string Session(string name) => name.Length <= LongestSession ? name : name[..LongestSession];

    private async Task<Blob> Store(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(body.ToArray(), writable: false);
        return await blobs.Store(content, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReadOnlyMemory<byte>> Read(IReadOnlyList<BlobSlice> slices, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var content = blobs.Open(slices);
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return bytes.ToArray();
    }
}

/// <summary>A call to be made.</summary>
/// <param name="Body">An S3 object's content; null for other calls.</param>
/// <param name="Receipt">Written in the commit of the call's effect; null for a call that may be made again.</param>
internal sealed record RequestedCall(string Service, string Operation, JsonObject Input, ReadOnlyMemory<byte>? Body = null, CallReceipt? Receipt = null);
