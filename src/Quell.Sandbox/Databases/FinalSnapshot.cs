using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>The snapshot that a database leaves behind, unless the caller gives it up in so many words.</summary>
internal static class FinalSnapshot
{
    private const string Member = "FinalDBSnapshotIdentifier";

    public static void Take(OperationContext context, DatabaseKind snapshot, JsonObject database)
    {
        var (skips, id) = (context.Input.Bool("SkipFinalSnapshot") is true, context.Input.String(Member));
        if (skips != id is null)
        {
            throw DatabaseErrors.Combination(skips
                ? "FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is enabled."
                : "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
        }

        if (id is not null)
        {
            DbSnapshots.Take(context, snapshot, database, id, JsonArray.Empty);
        }
    }
}
