using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>The entries of a batch request, which SQS and SNS check alike before they look into any of them.</summary>
internal static partial class BatchEntries
{
    private const int MaxEntries = 10;

    /// <exception cref="AwsException">There are none, too many, or their ids are malformed or not distinct.</exception>
    public static IReadOnlyList<JsonObject> Of(JsonObject input, string member = "Entries")
    {
        var entries = input.Array(member).Objects.ToList();
        if (entries.Count == 0)
        {
            throw new AwsException("EmptyBatchRequest", "There should be at least one entry in the request.");
        }

        if (entries.Count > MaxEntries)
        {
            throw new AwsException(
                "TooManyEntriesInBatchRequest", $"Maximum number of entries per request are {MaxEntries}. You have sent {entries.Count}.");
        }

        if (entries.FirstOrDefault(entry => !IdPattern().IsMatch(entry.String("Id") ?? "")) is not null)
        {
            throw new AwsException(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
        }

        if (entries.GroupBy(entry => entry.String("Id")).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
        {
            throw new AwsException("BatchEntryIdsNotDistinct", $"Id {twice} repeated.");
        }

        return entries;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,80}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}

/// <summary>What came of each entry of a batch.</summary>
internal sealed class BatchResults
{
    private readonly List<JsonObject> _successful = [];
    private readonly List<JsonObject> _failed = [];

    /// <summary>Runs one entry; what it refuses fails the entry and not the batch.</summary>
    public void Try(JsonObject entry, Func<JsonObject> run)
    {
        try
        {
            Succeeded(entry, run());
        }
        catch (AwsException refusal)
        {
            Failed(entry, refusal);
        }
    }

    /// <inheritdoc cref="Try"/>
    public async Task TryAsync(JsonObject entry, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
            Succeeded(entry, JsonObject.Empty);
        }
        catch (AwsException refusal)
        {
            Failed(entry, refusal);
        }
    }

    public JsonObject ToOutput() => JsonObject.Of(("Successful", JsonArray.From(_successful)), ("Failed", JsonArray.From(_failed)));

    private void Succeeded(JsonObject entry, JsonObject answer) => _successful.Add(JsonObject.Of(("Id", entry["Id"])).Merge(answer));

    private void Failed(JsonObject entry, AwsException refusal) => _failed.Add(JsonObject.Of(
        ("Id", entry["Id"]), ("SenderFault", refusal.Status < 500), ("Code", refusal.Code), ("Message", refusal.Message)));
}
