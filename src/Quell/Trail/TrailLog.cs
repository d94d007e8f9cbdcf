using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Sandbox.Trail;
using Quell.Storage;

namespace Quell.Trail;

/// <summary>The API trail: makes each call's CloudTrail record and the event that tells of it.</summary>
internal sealed class TrailLog(ServiceCatalog catalog)
{
    /// <returns>Null for data-plane calls, which the trail leaves out.</returns>
    public TrailEntry? Render(
        long sequence, Call call, CallResult? result, AwsException? error, IReadOnlyList<TrailResource> resources)
    {
        if (DataPlane.Has(call.Service, call.Operation))
        {
            return null;
        }

        var service = catalog.Get(call.Service);
        var operation = service.Find(call.Operation)
            ?? throw new ArgumentException($"{call.Service} has no operation {call.Operation}.", nameof(call));
        var eventId = new IdSource("trail", sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)).Uuid();
        var record = TrailRecord.Render(service, operation, call, result, error, resources, eventId);
        return new(sequence, eventId, call, record, CallKind.IsRead(call.Service, call.Operation));
    }
}

/// <summary>A trail record on its way into the journal.</summary>
internal sealed record TrailEntry(long Sequence, string EventId, Call Call, JsonObject Record, bool IsRead)
{
    /// <summary>The event on the default bus, as EventBridge makes it of a management event.</summary>
    public IReadOnlyList<BusEvent> Events =>
    [
        new(Call.Scope, "aws." + (Record.String("eventSource") ?? "").Split('.')[0], "AWS API Call via CloudTrail", JsonArray.Empty,
            Record, Call.Time, IsRead),
    ];

    public void Save(JournalConnection connection) => connection.Execute(
        """
        INSERT INTO trail (seq, event_id, time, account, region, source, name, read_only, username, access_key, hash, record)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """,
        Sequence, EventId, Call.Time.ToUnixTimeMilliseconds(), Call.Scope.Account, Call.Scope.Region,
        Record.String("eventSource"), Record.String("eventName"), IsRead ? 1L : 0L,
        Call.Principal.UserName ?? Call.Principal.Session?.RoleName ?? Call.Principal.Type.ToLowerInvariant(), Call.Principal.AccessKeyId,
        SHA256.HashData(JsonWriting.ToCanonicalUtf8(Record)), Record.ToUtf8());
}
