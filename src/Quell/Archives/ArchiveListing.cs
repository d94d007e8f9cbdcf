using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events.Operations;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>Shows archives with how much they hold, which the journal knows.</summary>
internal sealed class ArchiveListing(ResourceStore store, Journal journal)
{
    public ValueTask<CallResult> DescribeArchive(Call call, CancellationToken cancellationToken)
    {
        var name = call.Input.String("ArchiveName") ?? "";
        var archive = store.Current.Get(new(call.Scope, ArchiveTypes.Archive, name)) ?? throw ArchiveErrors.NoArchive(name);
        return ValueTask.FromResult<CallResult>(new(Shown(archive, journal.Read(ArchiveTable.Totals))));
    }

    public ValueTask<CallResult> ListArchives(Call call, CancellationToken cancellationToken)
    {
        ListingFilter.Check(call.Input, "ListArchives");
        var page = Page.Of(call.Input, "Archives", Archives(call.Scope)
            .Where(archive => ListingFilter.Passes(call.Input, archive, "ArchiveName"))
            .Select(archive => (archive.String("ArchiveName") ?? "", (JsonValue)archive.Without("ArchiveArn").Without("Description").Without("EventPattern"))));
        return ValueTask.FromResult<CallResult>(new(page));
    }

    /// <summary>Every archive of an account and region as DescribeArchive answers it, in the order of their names.</summary>
    public IEnumerable<JsonObject> Archives(Scope scope)
    {
        var totals = journal.Read(ArchiveTable.Totals);
        return store.Current.List(scope, ArchiveTypes.Archive).Values.Select(archive => Shown(archive, totals));
    }

    private static JsonObject Shown(JsonObject archive, Dictionary<long, ArchiveTotals> totals)
    {
        var held = totals.GetValueOrDefault(archive.Long(ArchiveTypes.Incarnation) ?? 0) ?? new ArchiveTotals(0, 0);
        return archive.Without(ArchiveTypes.Incarnation).With("SizeBytes", held.Bytes).With("EventCount", held.Count);
    }
}
