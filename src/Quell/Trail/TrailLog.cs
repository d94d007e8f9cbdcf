using System.Globalization;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Trail;
using Quell.Storage;

namespace Quell.Trail;

/// <summary>The API trail: makes each call's CloudTrail record and reads back what is stored.</summary>
internal sealed class TrailLog(ServiceCatalog catalog, Journal journal)
{
    private const int PageSize = 500;

    /// <returns>Null for data events, which the trail leaves out.</returns>
    public TrailEntry? Render(
        long sequence, Call call, CallResult? result, AwsException? error, IReadOnlyList<TrailResource> resources)
    {
        var service = catalog.Get(call.Service);
        var operation = service.Find(call.Operation) ?? OwnOperations.Find(call.Service, call.Operation)
            ?? throw new ArgumentException($"{call.Service} has no operation {call.Operation}.", nameof(call));
        if (TrailCategory.IsData(call.Service, operation))
        {
            return null;
        }

        var eventId = new IdSource("trail", sequence.ToString(CultureInfo.InvariantCulture)).Uuid();
        return new(sequence, call, TrailRecord.Render(service, operation, call, result, error, resources, eventId));
    }

    /// <summary>The scope's records between two times, newest first; what the caller does not take is not read.</summary>
    public IEnumerable<JsonObject> Read(Scope scope, DateTimeOffset from, DateTimeOffset until)
    {
        var before = long.MaxValue;
        while (true)
        {
            var last = before;
            var page = journal.Read(connection => connection.Query(
                """
                SELECT seq, record FROM trail
                WHERE account = ?1 AND region = ?2 AND time BETWEEN ?3 AND ?4 AND seq < ?5 ORDER BY seq DESC LIMIT ?6
                """,
                row => (Sequence: row.GetInt64(0), Record: (byte[])row.GetValue(1)),
                scope.Account, scope.Region, from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), last, PageSize));
            foreach (var (sequence, record) in page)
            {
                before = sequence;
                yield return (JsonObject)JsonValue.Parse(record);
            }

            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }
}
