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
internal sealed class CallGate(GatePolicy policy, LocalCalls local, Journal journal, Sequences sequences)
{
    /// <summary>Lets every call through.</summary>
    public static Verdict AllowAll(Call call) => Verdict.Allow.Instance;

    /// <exception cref="AwsException">The gate or the service refused.</exception>
    public async ValueTask<CallResult> Pass(Call call, CancellationToken cancellationToken)
    {
        if (Undecided(call))
        {
            return await local.Execute(call, null, cancellationToken).ConfigureAwait(false);
        }

        var verdict = policy(call);
        var change = Change.Of(sequences.Next(), call, verdict, ChangeState.Intent);
        switch (verdict)
        {
            case Verdict.Allow:
                return await local.Execute(call, change, cancellationToken).ConfigureAwait(false);
            case Verdict.Simulate:
                return local.Simulate(call);
            default:
                await journal.Write((change with { State = ChangeState.Refused }).Save).ConfigureAwait(false);
                throw Refusal(call, verdict);
        }
    }

    /// <summary>Whether the call passes without a decision: it alters nothing, or no automation is behind it.</summary>
    public static bool Undecided(Call call) =>
        call.Cause is null || CallKind.IsRead(call.Service, call.Operation);

    /// <summary>What the caller of a call that was not let through is answered with.</summary>
    public static AwsException Refusal(Call call, Verdict verdict)
    {
        var subject = $"User: {call.Principal.Arn} is not authorized to perform: {call.Service}:{call.Operation}";
        return verdict switch
        {
            Verdict.Deny deny => new("AccessDeniedException", $"{subject} because the gate denies it: {deny.Reason}", 403),
            Verdict.Suspend suspend => new("AccessDeniedException", $"{subject} until the approval {suspend.ApprovalId} is given", 403),
            _ => throw new System.Diagnostics.UnreachableException($"Verdict {verdict.Name} is no refusal."),
        };
    }
}
