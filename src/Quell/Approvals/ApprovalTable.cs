using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Approvals;

/// <summary>The rows of approvals.</summary>
internal static class ApprovalTable
{
    private const string Select = "SELECT run, pending, execution, account, region, created, due, state, spec, decisions FROM approvals";

    /// <summary>Adds an approval, unless it is there.</summary>
    public static void Insert(JournalConnection connection, Approval approval) => connection.Execute(
        """
        INSERT OR IGNORE INTO approvals (run, pending, execution, account, region, created, due, state, spec, decisions)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """,
        approval.Run, approval.Pending, approval.ExecutionId, approval.Scope.Account, approval.Scope.Region, approval.Created.ToUnixTimeMilliseconds(),
        approval.Due?.ToUnixTimeMilliseconds(), (long)approval.State, Spec(approval), Decisions(approval));

    /// <summary>Stores what has been said, unless the approval has been decided or closed meanwhile.</summary>
    /// <returns>Whether it was open.</returns>
    public static bool Update(JournalConnection connection, Approval approval) => connection.Execute(
        "UPDATE approvals SET state = ?3, decisions = ?4 WHERE run = ?1 AND pending = ?2 AND state = 0", approval.Run, approval.Pending, (long)approval.State, Decisions(approval)) > 0;

    /// <summary>Those of an execution that wait for nobody any more.</summary>
    /// <param name="pending">The one that is over; null for all of the execution's.</param>
    public static void Close(JournalConnection connection, long run, int? pending) => connection.Execute(
        "UPDATE approvals SET state = 3 WHERE run = ?1 AND (?2 IS NULL OR pending = ?2) AND state = 0", run, pending);

    public static Approval? Find(JournalConnection connection, long run, int pending) =>
        connection.Query($"{Select} WHERE run = ?1 AND pending = ?2", Row, run, (long)pending).FirstOrDefault();

    /// <summary>The newest ones first.</summary>
    /// <param name="state">Null for those in every state.</param>
    public static List<Approval> List(JournalConnection connection, ApprovalState? state, int limit) =>
        connection.Query($"{Select} WHERE (?1 IS NULL OR state = ?1) ORDER BY created DESC, run DESC, pending DESC LIMIT ?2", Row, state is { } only ? (long?)only : null, (long)limit);

    private static byte[] Spec(Approval approval) => JsonObject.Of(
        ("step", approval.Step), ("message", approval.Message), ("approvers", JsonArray.From(approval.Approvers.Select(approver => (JsonValue)approver))),
        ("minimum", approval.Minimum)).ToUtf8();

    private static byte[] Decisions(Approval approval) => JsonArray.From(approval.Decisions.Select(decision => (JsonValue)decision.ToJson())).ToUtf8();

    private static Approval Row(SqliteDataReader row)
    {
        var spec = JsonValue.Parse((byte[])row.GetValue(8)) as JsonObject ?? JsonObject.Empty;
        return new()
        {
            Run = row.GetInt64(0),
            Pending = row.GetInt32(1),
            ExecutionId = row.GetString(2),
            Scope = new(row.GetString(3), row.GetString(4)),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
            Due = row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
            State = (ApprovalState)row.GetInt32(7),
            Step = spec.String("step") ?? "",
            Message = spec.String("message"),
            Approvers = [.. spec.Array("approvers").Items.OfType<JsonString>().Select(approver => approver.Value)],
            Minimum = (int)(spec.Long("minimum") ?? 1),
            Decisions = [.. ((JsonValue.Parse((byte[])row.GetValue(9)) as JsonArray) ?? JsonArray.Empty).Objects.Select(ApprovalDecision.From)],
        };
    }
}
