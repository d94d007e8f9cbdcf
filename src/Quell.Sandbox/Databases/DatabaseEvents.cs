using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Databases;

/// <summary>What RDS tells on the default bus when a status has ended (RDS User Guide, "Amazon RDS event categories and event messages").</summary>
internal static class DatabaseEvents
{
    private sealed record Known(string Id, string Category, string Message);

    private static readonly Dictionary<(string SourceType, string From), Known> Texts = new()
    {
        [("DB_INSTANCE", "creating")] = new("RDS-EVENT-0005", "creation", "DB instance created."),
        [("DB_INSTANCE", "deleting")] = new("RDS-EVENT-0003", "deletion", "DB instance deleted."),
        [("DB_INSTANCE", "rebooting")] = new("RDS-EVENT-0006", "availability", "DB instance restarted."),
        [("DB_INSTANCE", "stopping")] = new("RDS-EVENT-0087", "notification", "DB instance stopped."),
        [("DB_INSTANCE", "starting")] = new("RDS-EVENT-0088", "notification", "DB instance started."),
        [("CLUSTER", "creating")] = new("RDS-EVENT-0170", "creation", "DB cluster created."),
        [("CLUSTER", "deleting")] = new("RDS-EVENT-0171", "deletion", "DB cluster deleted."),
        [("CLUSTER", "stopping")] = new("RDS-EVENT-0150", "notification", "DB cluster stopped."),
        [("CLUSTER", "starting")] = new("RDS-EVENT-0151", "notification", "DB cluster started."),
        [("SNAPSHOT", "creating")] = new("RDS-EVENT-0042", "creation", "Manual snapshot created"),
        [("SNAPSHOT", "deleting")] = new("RDS-EVENT-0041", "deletion", "Deleted user snapshot"),
        [("CLUSTER_SNAPSHOT", "creating")] = new("RDS-EVENT-0075", "backup", "Manual cluster snapshot created"),
    };

    /// <param name="from">The status that has ended; the end of some is told by no event.</param>
    public static void Emit(Transaction transaction, Scope scope, DatabaseKind kind, JsonObject value, string from)
    {
        if (!Texts.TryGetValue((kind.SourceType, from), out var known))
        {
            return;
        }

        var arn = kind.ArnOf(scope, kind.IdOf(value));
        var title = string.Join(' ', kind.Title.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        transaction.Emit(scope, "aws.rds", $"RDS {title} Event", [arn], JsonObject.Of(
            ("EventCategories", JsonArray.From([known.Category])),
            ("SourceType", kind.SourceType),
            ("SourceArn", arn),
            ("Date", transaction.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            ("Message", known.Message),
            ("SourceIdentifier", kind.IdOf(value)),
            ("EventID", known.Id)));
    }
}
