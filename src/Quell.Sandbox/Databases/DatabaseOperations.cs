using Quell.Aws.Operations;

namespace Quell.Sandbox.Databases;

/// <summary>The operations of RDS.</summary>
internal static class DatabaseOperations
{
    private const string Rds = "rds";

    public static OperationTable AddDatabases(this OperationTable table) => table
        .AddDatabaseStates()
        .Add(Rds, "CreateDBInstance", DbInstances.CreateDBInstance)
        .Add(Rds, "DescribeDBInstances", DbInstances.DescribeDBInstances)
        .Add(Rds, "ModifyDBInstance", DbModification.ModifyDBInstance)
        .Add(Rds, "StopDBInstance", DbInstances.StopDBInstance)
        .Add(Rds, "StartDBInstance", DbInstances.StartDBInstance)
        .Add(Rds, "RebootDBInstance", DbInstances.RebootDBInstance)
        .Add(Rds, "DeleteDBInstance", DbInstances.DeleteDBInstance)
        .Add(Rds, "CreateDBCluster", DbClusters.CreateDBCluster)
        .Add(Rds, "DescribeDBClusters", DbClusters.DescribeDBClusters)
        .Add(Rds, "ModifyDBCluster", DbModification.ModifyDBCluster)
        .Add(Rds, "StopDBCluster", DbClusters.StopDBCluster)
        .Add(Rds, "StartDBCluster", DbClusters.StartDBCluster)
        .Add(Rds, "DeleteDBCluster", DbClusters.DeleteDBCluster)
        .AddSnapshots(DatabaseKind.Snapshot)
        .AddSnapshots(DatabaseKind.ClusterSnapshot)
        .Add(Rds, "AddTagsToResource", DatabaseTags.AddTagsToResource)
        .Add(Rds, "RemoveTagsFromResource", DatabaseTags.RemoveTagsFromResource)
        .Add(Rds, "ListTagsForResource", DatabaseTags.ListTagsForResource);

    private static OperationTable AddSnapshots(this OperationTable table, DatabaseKind kind) => table
        .Add(Rds, $"Create{kind.Member}", context => DbSnapshots.Create(context, kind))
        .Add(Rds, $"Copy{kind.Member}", context => DbSnapshots.Copy(context, kind))
        .Add(Rds, $"Describe{kind.Member}s", context => DbSnapshots.Describe(context, kind))
        .Add(Rds, $"Delete{kind.Member}", context => DbSnapshots.Delete(context, kind))
        .Add(Rds, $"Modify{kind.Member}Attribute", context => SnapshotSharing.Modify(context, kind))
        .Add(Rds, $"Describe{kind.Member}Attributes", context => SnapshotSharing.Describe(context, kind));
}
