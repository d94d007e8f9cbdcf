using System.Collections.Frozen;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Gate;
using Quell.Storage;

namespace Quell.Stacks.Deploying;

/// <summary>
/// What the calls of an interrupted operation came to, by request id. A call's change is committed with what it did, or with
/// the intent before it left for AWS, so that a call which is not here has done nothing.
/// </summary>
internal sealed class CallMemory
{
    public static readonly CallMemory None = new(FrozenDictionary<string, JsonObject>.Empty);

    private readonly FrozenDictionary<string, JsonObject> _records;

    private CallMemory(FrozenDictionary<string, JsonObject> records) => _records = records;

    /// <summary>The results of a stack's calls since a time.</summary>
    public static CallMemory Read(Journal journal, string stackId, DateTimeOffset since) => new(journal.Read(connection => connection
        .Query(
            "SELECT record FROM changes WHERE time >= ?1 AND state IN (?2, ?3)",
            row => JsonValue.Parse((byte[])row.GetValue(0)) as JsonObject ?? JsonObject.Empty,
            since.ToUnixTimeMilliseconds(), (long)ChangeState.Done, (long)ChangeState.Indeterminate)
        .Where(record => record.String("stackId") == stackId && record.String("requestId") is not null)
        .GroupBy(record => record.String("requestId") ?? "", StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal)));

    /// <summary>What the call answered; null where it was not made.</summary>
    /// <exception cref="AwsException"><c>OutcomeUnknown</c>: it may have been carried out at AWS, and is not repeated.</exception>
    public JsonObject? ResultOf(string requestId)
    {
        if (_records.GetValueOrDefault(requestId) is not { } record)
        {
            return null;
        }

        return record.String("state") == "done"
            ? record.Object("result") ?? JsonObject.Empty
            : throw new AwsException(
                "OutcomeUnknown", $"Whether AWS has carried out {record.String("service")}:{record.String("operation")} is not known ({record.String("id")}), and it is not repeated.", 409);
    }
}
