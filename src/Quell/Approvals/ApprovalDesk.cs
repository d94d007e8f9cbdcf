using Quell.Aws.Calls;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Executions;
using Quell.Runbooks;
using Quell.Runbooks.Running;
using Quell.Storage;

namespace Quell.Approvals;

/// <summary>
/// Takes what people say about what waits for them. Approvers are distinct, known principals, and nobody approves what they themselves
/// have started, unless that is allowed. Safe for concurrent use.
/// </summary>
/// <param name="allowsSelf">Whether somebody may approve what they have started, and the machine's operator what is asked of others.</param>
internal sealed class ApprovalDesk(DurableExecutions executions, Journal journal, TimeProvider time, bool allowsSelf) : IDisposable
{
    private readonly WaitingTasks _tasks = new(executions);

    /// <summary>Said one after the other, so that two decisions do not miss each other.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The newest ones first.</summary>
    /// <param name="state">Null for all.</param>
    /// <remarks>Tasks of workflows that wait for their token are among the open ones.</remarks>
    public List<Approval> List(ApprovalState? state, int limit)
    {
        var tasks = state is null or ApprovalState.Open ? _tasks.List(limit) : [];
        return [.. journal.Read(connection => ApprovalTable.List(connection, state, limit)).Concat(tasks).OrderByDescending(approval => approval.Created).Take(limit)];
    }

    public Approval? Find(long run, int pending) => FindAsked(run, pending) ?? _tasks.Find(run, pending);

    /// <summary>The approval of a runbook's step; tasks of workflows are not looked for, which costs their whole history.</summary>
    public Approval? FindAsked(long run, int pending) => journal.Read(connection => ApprovalTable.Find(connection, run, pending));

    /// <summary>SendAutomationSignal with Approve or Reject.</summary>
    /// <exception cref="Aws.AwsException"><c>InvalidAutomationSignalException</c> with the reason.</exception>
    public async ValueTask Decide(Call call, StoredRun stored, JsonObject payload, bool isApproval)
    {
        var waiting = executions.Store.View(stored).Execution.Pending.Values.FirstOrDefault(pending => pending.Work?.Kind == RunbookWork.Approval);
        if (waiting is null)
        {
            throw RunbookErrors.Signal("No step of the automation execution waits for an approval.");
        }

        var comment = payload.Array("Comment") is [JsonString text, ..] ? text.Value : null;
        try
        {
            await Decide(stored.Run, waiting.Id, call.Principal, isApproval, comment).ConfigureAwait(false);
        }
        catch (ApprovalException refusal)
        {
            throw RunbookErrors.Signal(refusal.Message);
        }
    }

    /// <summary>Somebody says yes or no.</summary>
    /// <returns>The approval as it stands then.</returns>
    /// <exception cref="ApprovalException">They may not, or it is decided.</exception>
    public Task<Approval> Decide(long run, int pending, Principal principal, bool isApproval, string? comment) =>
        Decide(run, pending, approval => Decision(approval, principal, isApproval, comment));

    /// <summary>Whoever holds the link that a topic was sent says yes or no, in the topic's name.</summary>
    /// <param name="topic">The topic's ARN; that the link is genuine has been found out.</param>
    /// <returns>The approval as it stands then.</returns>
    /// <exception cref="ApprovalException">It is decided, or the link has been used.</exception>
    public Task<Approval> DecideByLink(long run, int pending, string topic, bool isApproval, string? comment) => Decide(run, pending, approval =>
    {
        CheckLink(approval, topic);
        return new(topic, isApproval, comment, time.GetUtcNow(), IsSelf: false);
    });

    /// <exception cref="ApprovalException">The approval is decided, or the link has been used.</exception>
    public void CheckLink(Approval approval, string topic)
    {
        if (approval.Decisions.FirstOrDefault(said => said.Approver == topic) is { } used)
        {
            throw new ApprovalException($"This link was used at {used.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC to {(used.IsApproval ? "approve" : "deny")}.");
        }

        CheckOpen(approval);
        if (!approval.Approvers.Contains(topic))
        {
            throw new ApprovalException($"{topic} is not among the approvers.");
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Approval> Decide(long run, int pending, Func<Approval, ApprovalDecision> decide)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var approval = Find(run, pending) ?? throw new ApprovalException("There is no such approval.");
            var decision = decide(approval);
            if (approval.Approvers.Count == 0)
            {
                return await Answer(approval, decision).ConfigureAwait(false);
            }

            approval = approval with { Decisions = [.. approval.Decisions, decision] };
            var isDecided = !decision.IsApproval || approval.Decisions.Count(each => each.IsApproval) >= approval.Minimum;
            if (!isDecided)
            {
                var isNoted = false;
                await journal.Write(connection => isNoted = ApprovalTable.Update(connection, approval)).ConfigureAwait(false);
                return isNoted
                    ? approval
                    : throw new ApprovalException("Nobody waits for this approval any more.");
            }

            approval = approval with { State = decision.IsApproval ? ApprovalState.Approved : ApprovalState.Rejected };
            var answer = new Stimulus.Answer(pending, new Signal.Succeeded(Answer(approval))) { IsByToken = true };
            return await executions.Post(run, answer, alongside: connection => ApprovalTable.Update(connection, approval)).ConfigureAwait(false)
                ? approval
                : throw new ApprovalException("Nobody waits for this approval any more.");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Answers a task that waits for its token; who did is kept.</summary>
    private async Task<Approval> Answer(Approval task, ApprovalDecision decision)
    {
        var decided = task with { State = decision.IsApproval ? ApprovalState.Approved : ApprovalState.Rejected, Decisions = [decision] };
        var answer = new Stimulus.Answer(task.Pending, WaitingTasks.Answer(decision)) { IsByToken = true };
        return await executions.Post(task.Run, answer, alongside: connection => ApprovalTable.Insert(connection, decided)).ConfigureAwait(false)
            ? decided
            : throw new ApprovalException("Nobody waits for this any more.");
    }

    private ApprovalDecision Decision(Approval approval, Principal principal, bool isApproval, string? comment)
    {
        CheckOpen(approval);
        var isAdministrator = principal.Type == "Root" && principal.Account == approval.Scope.Account;
        if (approval.Approvers.Count == 0)
        {
            return isAdministrator
                ? new(principal.Arn, isApproval, comment, time.GetUtcNow(), IsSelf: false)
                : throw new ApprovalException("Whoever has a task's token answers it; without it the account's administrator does.");
        }

        var isOperator = allowsSelf && isAdministrator;
        if (!isOperator && !approval.Approvers.Any(written => Approver.Fits(written, principal)))
        {
            throw new ApprovalException($"{principal.Arn} is not among the approvers: {string.Join(", ", approval.Approvers)}.");
        }

        if (approval.Decisions.Any(said => said.Approver == principal.Arn))
        {
            throw new ApprovalException($"{principal.Arn} has decided already; approvers are different people.");
        }

        var isSelf = isApproval && IsStarter(approval, principal);
        return isSelf && !allowsSelf
            ? throw new ApprovalException($"{principal.Arn} has started this execution and cannot approve it. Somebody else has to, or Quell be started with --allow-self-approval.")
            : new(principal.Arn, isApproval, comment, time.GetUtcNow(), isSelf || (isApproval && isOperator));
    }

    private void CheckOpen(Approval approval)
    {
        if (approval.State != ApprovalState.Open || approval.Due <= time.GetUtcNow())
        {
            throw new ApprovalException("This approval is decided, or its time is over.");
        }
    }

    private bool IsStarter(Approval approval, Principal principal) =>
        executions.Store.Find(approval.Run) is { } stored && RunbookSettings.From(stored.Header.Settings).Caller.Arn == principal.Arn;

    private static JsonObject Answer(Approval approval) => JsonObject.Of(
        ("ApprovalStatus", approval.State == ApprovalState.Approved ? "Approved" : "Rejected"),
        ("ApproverDecisions", JsonArray.From(approval.Decisions.Select(decision => (JsonValue)JsonObject.Of(
            ("Approver", decision.Approver), ("Decision", decision.IsApproval ? "Approve" : "Reject"), ("Comment", decision.Comment),
            ("Time", decision.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)),
            ("SelfApproval", decision.IsSelf ? (JsonValue)true : null))))));
}

/// <summary>Somebody may not decide, or cannot any more.</summary>
internal sealed class ApprovalException(string message) : Exception(message);
