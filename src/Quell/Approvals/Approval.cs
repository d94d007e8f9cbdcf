using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Approvals;

/// <summary>Something that people are asked to decide on: a step of a runbook, or a task of a workflow that waits for its token.</summary>
internal sealed record Approval
{
    /// <summary>The number of the execution that waits.</summary>
    public required long Run { get; init; }

    /// <summary>What in it waits.</summary>
    public required int Pending { get; init; }

    /// <summary>The id of that execution.</summary>
    public required string ExecutionId { get; init; }

    public required Scope Scope { get; init; }

    /// <summary>The step or state that waits.</summary>
    public required string Step { get; init; }

    /// <summary>What is asked; null where nothing is said.</summary>
    public string? Message { get; init; }

    /// <summary>Who may decide, as written: names of users, ARNs of users, roles and topics. Empty for whoever has the token.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>How many have to approve.</summary>
    public int Minimum { get; init; } = 1;

    public required DateTimeOffset Created { get; init; }

    /// <summary>Until when it can be decided on; null for as long as the execution runs.</summary>
    public DateTimeOffset? Due { get; init; }

    public ApprovalState State { get; init; }

    public IReadOnlyList<ApprovalDecision> Decisions { get; init; } = [];

    /// <summary>How it is named: <c>apr-17-4</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"apr-{Run}-{Pending}");

    /// <summary>What an id stands for; null where it is none.</summary>
    public static (long Run, int Pending)? Parse(string id) =>
        id.Split('-') is ["apr", var run, var pending]
        && long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(pending, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (number, place)
            : null;
}

/// <summary>How an approval stands.</summary>
internal enum ApprovalState
{
    Open = 0,
    Approved = 1,
    Rejected = 2,

    /// <summary>Nobody waits for it any more: its time is over, or its execution has ended.</summary>
    Over = 3,
}

/// <summary>What somebody said.</summary>
/// <param name="Approver">The ARN of who said it.</param>
/// <param name="IsApproval">Whether it was a yes.</param>
/// <param name="Comment">Why; null where nothing was said.</param>
/// <param name="IsSelf">Whether the one who started the execution said it, which <c>--allow-self-approval</c> allows.</param>
internal sealed record ApprovalDecision(string Approver, bool IsApproval, string? Comment, DateTimeOffset Time, bool IsSelf)
{
    /// <summary>As it is stored.</summary>
    public JsonObject ToJson() => JsonObject.Of(
        ("approver", Approver), ("decision", IsApproval ? "approve" : "deny"), ("comment", Comment),
        ("time", Time.ToString("O", CultureInfo.InvariantCulture)), ("self", IsSelf ? (JsonValue)true : null));

    public static ApprovalDecision From(JsonObject json) => new(
        json.String("approver") ?? "", json.String("decision") == "approve", json.String("comment"),
        DateTimeOffset.Parse(json.String("time") ?? "", CultureInfo.InvariantCulture), json.Bool("self") is true);
}
