using Microsoft.Extensions.Logging;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Client;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Blobs;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Gate;

/// <summary>
/// Sends calls to AWS: what the gate decoded is what is sent, signed with the execution's own role (AssumeRole); only what
/// no execution is behind (a stack, a person's own call) is signed with the process's credentials. The intent of a change is
/// durable before it is sent, so that after a crash it is known as indeterminate and never repeated blindly.
/// </summary>
internal sealed class AwsCloud(
    AwsConnection aws, BlobStore blobs, Journal journal, TimeProvider time, ILogger<AwsCloud> log)
    : ICloud, IDisposable
{
    private readonly RoleSessions _roles = new(aws, time);

    /// <summary>Seeds idempotency tokens: the same attempt's same call has the same token.</summary>
    public required string Seed { get; init; }

    public async ValueTask<CallResult> Execute(Call call, Change? change, CancellationToken cancellationToken)
    {
        if (change is null)
        {
            return await Send(call, null, cancellationToken).ConfigureAwait(false);
        }

        await journal.Write(change.Save).ConfigureAwait(false);
        CrashPoint.Reach(CrashPoint.CloudBeforeSend);
        try
        {
            var result = await Send(call, Token(change), cancellationToken).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.CloudAfterSend);
            _roles.Note(call);
            await journal.Write((change with { State = ChangeState.Done, Result = result.Output }).Save).ConfigureAwait(false);
            return result;
        }
        catch (AwsException fault) when (fault.Code == "ConnectionClosedError")
        {
            // The connection broke before the answer, which tells nothing about what AWS did.
            await journal.Write((change with { State = ChangeState.Indeterminate, ErrorCode = fault.Code, ErrorMessage = fault.Message }).Save).ConfigureAwait(false);
            throw Unknown(change, fault);
        }
        catch (AwsException fault)
        {
            await journal.Write((change with { State = ChangeState.Failed, ErrorCode = fault.Code, ErrorMessage = fault.Message }).Save).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException)
        {
            await journal.Write((change with { State = ChangeState.Indeterminate }).Save).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Marks the changes whose intent a crash left without an outcome: nobody knows whether AWS carried them out.
    /// </summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> Settle(Journal journal)
    {
        var open = journal.Read(connection => connection.Query(
            "SELECT seq, record FROM changes WHERE state = 0", row => (Sequence: row.GetInt64(0), Record: (byte[])row.GetValue(1))));
        foreach (var (sequence, bytes) in open)
        {
            var record = ((JsonObject)JsonValue.Parse(bytes)).With("state", "indeterminate");
            await journal.Write(connection => Change.SaveState(connection, sequence, ChangeState.Indeterminate, record)).ConfigureAwait(false);
        }

        return open.Count;
    }

    public void Dispose() => _roles.Dispose();

    private async ValueTask<CallResult> Send(Call call, string? token, CancellationToken cancellationToken)
    {
        await using var payload = call.Body is { } blob ? blobs.Open(blob.All) : null;
        var answer = await aws.Client.CallAsync(
            new AwsRequest(call.Service, call.Operation, call.Input, call.Scope.Region)
            {
                Body = payload is null ? RawPayload.Give(InputOf(call), call.Input) : new WireBody(payload, call.Body?.Length),
                Credentials = CredentialsOf(call),
                IdempotencyToken = token,
            },
            cancellationToken).ConfigureAwait(false);
        log.LogDebug("AWS answered {Service}:{Operation}, request {RequestId}", call.Service, call.Operation, answer.RequestId);
        if (answer.Body is not { } body)
        {
            return new(answer.Output);
        }

        await using var content = body.Open();
        var stored = await blobs.Store(content, cancellationToken).ConfigureAwait(false);
        return new(answer.Output, [stored.All]);
    }

    private static Shape.Structure? InputOf(Call call) => ServiceCatalog.Default.Get(call.Service).Find(call.Operation)?.Input;

    private CredentialSource CredentialsOf(Call call)
    {
        if (call.Cause?.ExecutionId is not { } execution)
        {
            return aws.Credentials;
        }

        return call.Principal.Session is { } session
            ? _roles.Of(call.Principal, session, call.Scope.Region)
            : throw new AwsException("AccessDenied", $"The execution {execution} has no role to call AWS with.", 403);
    }

    /// <summary>A conflict, because SDKs repeat a call by themselves where the service seems unavailable.</summary>
    private static AwsException Unknown(Change change, AwsException fault) => new(
        "OutcomeUnknown",
        $"Whether AWS has carried out {change.Call.Service}:{change.Call.Operation} is not known ({fault.Message}) It is recorded as indeterminate ({change.Id}) and not repeated.",
        409);

    private string Token(Change change) => new IdSource(Seed, change.Call.IdOwner ?? change.Id).Uuid();
}
