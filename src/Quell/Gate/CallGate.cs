using Quell.Aws;
using Quell.Aws.Calls;
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

    /// <summary>Lets every call through.</summary>
    public static Verdict AllowAll(Call call) => Verdict.Allow.Instance;

    /// <exception cref="AwsException">The gate or the service refused.</exception>
    public async ValueTask<CallResult> Pass(Call call, CancellationToken cancellationToken)
    {
        var remote = aws?.For(call.Service);
        var cloud = remote ?? local;
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
