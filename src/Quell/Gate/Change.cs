using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Gate;

/// <summary>How a change stands.</summary>
internal enum ChangeState
{
    /// <summary>About to be sent; written before a call leaves for AWS.</summary>
    Intent = 0,
    Done = 1,
    Failed = 2,

    /// <summary>The gate did not let it through.</summary>
    Refused = 3,

    /// <summary>The process died between sending and recording, and the outcome could not be read back.</summary>
    Indeterminate = 4,
}

/// <summary>
/// A call that can alter the world, made by an execution or a stack, as it is journaled: which event, rule and execution
/// caused it, which role made it, what it asked and what came of it.
/// </summary>
internal sealed record Change(
    long Sequence, string Id, Call Call, ChangeState State, Verdict Verdict, JsonObject? Result, string? ErrorCode, string? ErrorMessage)
{
    public static Change Of(long sequence, Call call, Verdict verdict, ChangeState state) =>
        new(sequence, $"chg-{sequence:x12}", call, state, verdict, null, null, null);

    /// <summary>The change with what came of it (exactly one is given).</summary>
    public Change Ended(CallResult? result, AwsException? error) => this with
    {
        State = error is null ? ChangeState.Done : ChangeState.Failed,
        Result = result?.Output,
        ErrorCode = error?.Code,
        ErrorMessage = error?.Message,
    };

    /// <summary>The record as it is journaled and shown; its canonical bytes are what the audit hash covers.</summary>
    public JsonObject ToRecord() => JsonObject.Of(
        ("id", Id),
        ("sequence", Sequence),
        ("time", Call.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        ("account", Call.Scope.Account),
        ("region", Call.Scope.Region),
        ("eventId", Text(Call.Cause?.EventId)),
        ("rule", Text(Call.Cause?.RuleArn)),
        ("executionId", Text(Call.Cause?.ExecutionId)),
        ("stackId", Text(Call.Cause?.StackId)),
        ("principal", Call.Principal.Arn),
        ("service", Call.Service),
        ("operation", Call.Operation),
        ("parameters", ChangeSecrets.Hide(Call.Service, Call.Input)),
        ("verdict", Verdict.Name),
        ("reason", Text((Verdict as Verdict.Deny)?.Reason)),
        ("state", State.ToString().ToLowerInvariant()),
        ("result", Result is null ? null : ChangeSecrets.Hide(Call.Service, Result)),
        ("errorCode", Text(ErrorCode)),
        ("errorMessage", Text(ErrorMessage)),
        ("requestId", Call.RequestId));

    /// <summary>Stores the record, or what has become of one already stored.</summary>
    public void Save(JournalConnection connection)
    {
        var record = ToRecord();
        connection.Execute(
            """
            INSERT OR REPLACE INTO changes
              (seq, id, time, account, region, execution, event_id, rule, principal, service, operation, state, verdict, hash, record)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """,
            Sequence, Id, Call.Time.ToUnixTimeMilliseconds(), Call.Scope.Account, Call.Scope.Region, Call.Cause?.ExecutionId,
            Call.Cause?.EventId, Call.Cause?.RuleArn, Call.Principal.Arn, Call.Service, Call.Operation, (long)State, Verdict.Name,
            SHA256.HashData(JsonWriting.ToCanonicalUtf8(record)), record.ToUtf8());
    }

    /// <summary>Stores what has become of a change that is known only by its record.</summary>
    public static void SaveState(JournalConnection connection, long sequence, ChangeState state, JsonObject record) => connection.Execute(
        "UPDATE changes SET state = ?2, hash = ?3, record = ?4 WHERE seq = ?1",
        sequence, (long)state, SHA256.HashData(JsonWriting.ToCanonicalUtf8(record)), record.ToUtf8());

    private static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;
}
