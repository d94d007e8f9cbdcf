using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Storage;

namespace Quell.Gate;

/// <summary>Decides a call of an execution or a stack. The first form lets everything through and records it.</summary>
internal delegate Verdict GatePolicy(Call call);

/// <summary>
/// The one door that every call passes: it tells a read from a change, decides it, records it and forwards it. Calls from
/// outside (a person's CLI) pass too; only the trail records those.
/// </summary>
/// <param name="aws">Where the calls go that this process does not serve itself; null where the sandbox is the cloud.</param>
internal sealed class CallGate(GatePolicy policy, LocalCalls local, RemoteServices? aws, Journal journal, Sequences sequences)
{
    private readonly KnownOutcomes _outcomes = new(new ChangeLog(journal));

    /// <summary>
    /// Says why the caller may not do this, in AWS's words, or null: decided for what this process serves itself, before anything
    /// else. What is AWS's, AWS decides.
    /// </summary>
    public Func<Call, string?> Permissions { get; init; } = static _ => null;

    /// <summary>Lets every call through.</summary>
    public static Verdict AllowAll(Call call) => Verdict.Allow.Instance;

    /// <exception cref="AwsException">The gate or the service refused.</exception>
    public async ValueTask<CallResult> Pass(Call call, CancellationToken cancellationToken)
    {
        var remote = aws?.For(call.Service);
        var cloud = remote ?? local;
        if (remote is null && Permissions(call) is { } denial)
        {
            throw await Deny(call, denial).ConfigureAwait(false);
        }

        if (CallKind.IsRead(call.Service, call.Operation) || (call.Cause is null && remote is null))
        {
            // It alters nothing; or a person calls what this process serves, and the trail records that.
            return await cloud.Execute(call, null, cancellationToken).ConfigureAwait(false);
        }

        if (call is { IsRepeated: true, Cause.ExecutionId: { } execution } && _outcomes.Of(execution, call.RequestId) is { } known)
        {
            return known.Result is { } result ? new(result) : throw known.Refusal!;
        }

        var verdict = call.Cause is null ? Verdict.Allow.Instance : policy(call);
        var change = Change.Of(sequences.Next(), call, verdict, ChangeState.Intent);
        switch (verdict)
        {
            case Verdict.Allow:
                return await cloud.Execute(call, change, cancellationToken).ConfigureAwait(false);
            case Verdict.Simulate when remote is null:
                return local.Simulate(call);
            case Verdict.Simulate:
                throw await Refuse(change, new Verdict.Deny($"{call.Service} is AWS's, and there is no fork of it to simulate on")).ConfigureAwait(false);
            default:
                throw await Refuse(change, verdict).ConfigureAwait(false);
        }
    }

    /// <summary>A denied call is in the trail; what would have been a recorded change is one that was refused.</summary>
    private async ValueTask<AwsException> Deny(Call call, string reason)
    {
        var error = Denied(call.Service, reason);
        var change = call.Cause is null || CallKind.IsRead(call.Service, call.Operation)
            ? null
            : Change.Of(sequences.Next(), call, new Verdict.Deny(reason), ChangeState.Refused) with { ErrorCode = error.Code, ErrorMessage = error.Message };
        await local.Refuse(call, change, error).ConfigureAwait(false);
        return error;
    }

    /// <summary>The services that speak JSON answer it as a bad request (each API Reference, "Common Errors").</summary>
    private static AwsException Denied(string service, string message) => new(
        DeniedCode(service), message, DeniedCode(service) == "AccessDeniedException" && ServiceCatalog.Default.Get(service).Entry.Protocols[0] == "json" ? 400 : 403);

    /// <summary>What the services call it when IAM says no ("Common Error Types" and "Error codes" of their API References).</summary>
    private static string DeniedCode(string service) => service switch
    {
        "ec2" => "UnauthorizedOperation",
        "sns" => "AuthorizationError",
        "s3" or "iam" or "sts" or "sqs" or "cloudformation" => "AccessDenied",
        _ => "AccessDeniedException",
    };

    private async ValueTask<AwsException> Refuse(Change change, Verdict verdict)
    {
        await journal.Write((change with { State = ChangeState.Refused, Verdict = verdict }).Save).ConfigureAwait(false);
        var call = change.Call;
        var subject = $"User: {call.Principal.Arn} is not authorized to perform: {call.Service}:{call.Operation}";
        return verdict switch
        {
            Verdict.Deny deny => new(DeniedCode(call.Service), $"{subject} because the gate denies it: {deny.Reason}", 403),
            Verdict.Suspend suspend => new(DeniedCode(call.Service), $"{subject} until the approval {suspend.ApprovalId} is given", 403),
            _ => throw new System.Diagnostics.UnreachableException($"Verdict {verdict.Name} is no refusal."),
        };
    }
}
