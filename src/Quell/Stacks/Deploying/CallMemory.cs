using System.Collections.Frozen;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Stacks.Deploying;

/// <summary>
/// What the calls of an interrupted operation came to, by request id. A call's change is committed with what it did, so that
/// a call which is not here has done nothing.
/// </summary>
internal sealed class CallMemory
{
    public static readonly CallMemory None = new(FrozenDictionary<string, JsonObject>.Empty);

    private readonly FrozenDictionary<string, JsonObject> _results;

    private CallMemory(FrozenDictionary<string, JsonObject> results) => _results = results;

    /// <summary>The results of a stack's calls since a time.</summary>
    public static CallMemory Read(Journal journal, string stackId, DateTimeOffset since) => new(journal.Read(connection => connection
        .Query(
            "SELECT record FROM changes WHERE time >= ?1 AND state = 1",
            row => JsonValue.Parse((byte[])row.GetValue(0)) as JsonObject ?? JsonObject.Empty,
            since.ToUnixTimeMilliseconds())
        .Where(record => record.String("stackId") == stackId && record.String("requestId") is not null)
        .GroupBy(record => record.String("requestId") ?? "", StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Last().Object("result") ?? JsonObject.Empty, StringComparer.Ordinal)));

    public JsonObject? ResultOf(string requestId) => _results.GetValueOrDefault(requestId);
}
