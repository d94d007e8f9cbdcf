using Quell.Archives;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Archives with how much they hold.</summary>
internal static class ArchivesApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var listing = new ArchiveListing(engines.Store, engines.Journal);
        return
        [
            ApiRoute.Get("/archives", "Archives of events with how much they hold.", "ArchiveList", _ => JsonObject.Of(
                ("archives", JsonArray.From(All(engines.Store.Current, listing))))),
        ];
    }

    private static IEnumerable<JsonObject> All(ResourceSet state, ArchiveListing listing) =>
        from scope in state.ListAll(ArchiveTypes.Archive).Select(entry => entry.Key.Scope).Distinct()
        from archive in listing.Archives(scope)
        select JsonObject.Of(
            ("name", archive["ArchiveName"]),
            ("arn", archive["ArchiveArn"]),
            ("account", scope.Account),
            ("region", scope.Region),
            ("bus", Shape.Text(BusRef.Of(archive.String("EventSourceArn") ?? "", scope)?.Name)),
            ("pattern", archive["EventPattern"]),
            ("description", archive["Description"]),
            ("retentionDays", archive["RetentionDays"]),
            ("state", archive["State"]),
            ("created", Shape.Time(ReplayOperations.Time(archive, "CreationTime"))),
            ("events", archive["EventCount"]),
            ("bytes", archive["SizeBytes"]));
}
