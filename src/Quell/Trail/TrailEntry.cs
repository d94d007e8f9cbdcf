using System.Security.Cryptography;
using Quell.Aws.Calls;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Sandbox.Trail;
using Quell.Storage;

namespace Quell.Trail;

/// <summary>A trail record on its way into the journal.</summary>
internal sealed record TrailEntry(long Sequence, Call Call, JsonObject Record)
{
    /// <summary>The event on the default bus, as EventBridge makes it of a management event.</summary>
    public BusEvent Event => new(
        Call.Scope with { Region = TrailNames.RegionOf(Call) },
        CloudTrailEvent.SourceOf(Record.String("eventSource") ?? ""),
        CloudTrailEvent.DetailTypeOf(Record.String("eventType")),
        JsonArray.Empty,
        Record,
        Call.Time,
        CloudTrailEvent.NeedsAllManagementEvents(Record));

    public void Save(JournalConnection connection) => connection.Execute(
        """
        INSERT INTO trail (seq, event_id, time, account, region, source, name, read_only, username, access_key, hash, record)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """,
        Sequence, Record.String("eventID"), Call.Time.ToUnixTimeMilliseconds(), Call.Scope.Account, Call.Scope.Region,
        Record.String("eventSource"), Record.String("eventName"), Record.Bool("readOnly") is true ? 1L : 0L,
        Call.Principal.UserName, Call.Principal.AccessKeyId, SHA256.HashData(JsonWriting.ToCanonicalUtf8(Record)), Record.ToUtf8());
}
