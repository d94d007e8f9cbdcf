using Quell.Accounts;
using Quell.Aws.Operations;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>The operations of EventBridge's archives and replays.</summary>
internal static class ArchiveOperations
{
    private const string Service = "events";

    public static OperationTable AddArchives(this OperationTable table, ResourceStore store, Journal journal, Sequences sequences)
    {
        var listing = new ArchiveListing(store, journal);
        return table
            .Add(Service, "CreateArchive", context => ArchiveCreation.CreateArchive(context, sequences))
            .Add(Service, "UpdateArchive", ArchiveCreation.UpdateArchive)
            .Add(Service, "DeleteArchive", ArchiveCreation.DeleteArchive)
            .Add(Service, "DescribeArchive", listing.DescribeArchive)
            .Add(Service, "ListArchives", listing.ListArchives)
            .Add(Service, "StartReplay", context => ReplayOperations.StartReplay(context, sequences))
            .Add(Service, "DescribeReplay", ReplayOperations.DescribeReplay)
            .Add(Service, "ListReplays", ReplayOperations.ListReplays)
            .Add(Service, "CancelReplay", ReplayOperations.CancelReplay);
    }
}
