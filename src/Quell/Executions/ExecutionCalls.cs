using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Blobs;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Stacks.Deploying;

namespace Quell.Executions;

/// <summary>
/// Calls that executions make through the gate. Request ids and the ids that a call makes derive from the execution and what in it
/// waits, so that a call begun again after a crash is known to be the same one.
/// </summary>
internal sealed class ExecutionCalls(CallPass pass, BlobStore blobs, TimeProvider time, string seed)
{
    /// <summary>Host and port where this process listens, as queue URLs name it.</summary>
    public string Authority { get; set; } = "127.0.0.1:4600";

    /// <param name="caller">As whom; its <see cref="Principal.InvokedBy"/> names the service that calls for it.</param>
    /// <param name="name">Names the call among those of its order; empty where there is one.</param>
    /// <exception cref="AwsException">The gate or the service refused.</exception>
    public async ValueTask<CallAnswer> Send(WorkOrder order, Principal caller, RequestedCall request, string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var requestId = RequestId(order, name);
        var service = caller.InvokedBy ?? "";
        var call = new Call
        {
            RequestId = requestId,
            Service = request.Service,
            Operation = request.Operation,
            Input = request.Input,
            Body = request.Body is { } body ? await Store(body, cancellationToken).ConfigureAwait(false) : null,
            Scope = new Scope(caller.Account, request.Region ?? order.Header.Scope.Region),
            Principal = caller,
            Time = now,
            SourceIp = service,
            UserAgent = service,
            Host = Authority,
            IdOwner = Ids(order, name),
            Cause = new CallCause(order.Header.Id, order.Header.EventId, order.Header.Rule),
            Receipt = request.Receipt,
            IsRepeated = order.IsResumed,
        };
        var result = await pass(call, cancellationToken).ConfigureAwait(false);

        // A bare null would become an empty body, which is not none.
        ReadOnlyMemory<byte>? answered = result.Body is { } slices ? await Read(slices, cancellationToken).ConfigureAwait(false) : (ReadOnlyMemory<byte>?)null;
        return new(result.Output, answered, requestId, now);
    }

    /// <summary>The id of the request that an order's call is.</summary>
    public string RequestId(WorkOrder order, string name) => new IdSource(seed, Ids(order, name)).Uuid();

    private static string Ids(WorkOrder order, string name) => name.Length == 0 ? order.Name : $"{order.Name}/{name}";

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
internal sealed record RequestedCall(string Service, string Operation, JsonObject Input, ReadOnlyMemory<byte>? Body = null, CallReceipt? Receipt = null)
{
    /// <summary>Where it goes to; null for the execution's own region.</summary>
    public string? Region { get; init; }
}

/// <summary>What a service answered.</summary>
/// <param name="Output">The result by the model's member names.</param>
/// <param name="Body">What lies behind <see cref="CallResult.Body"/>; null where there is none.</param>
/// <param name="RequestId">The call's.</param>
/// <param name="Time">When the answer came.</param>
internal sealed record CallAnswer(JsonObject Output, ReadOnlyMemory<byte>? Body, string RequestId, DateTimeOffset Time);
