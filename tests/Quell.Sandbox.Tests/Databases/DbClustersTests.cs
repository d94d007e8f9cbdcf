using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Databases;

public sealed class DbClustersTests
{
    private readonly TestAccount _account = new();

    public DbClustersTests()
    {
        _account.Call("rds", "CreateDBCluster", "{'DBClusterIdentifier':'shop','Engine':'aurora-mysql','MasterUsername':'a','MasterUserPassword':'Pass-1234','StorageEncrypted':true}");
        _account.Call("rds", "CreateDBInstance", "{'DBInstanceIdentifier':'shop-1','DBInstanceClass':'db.r6g.large','Engine':'aurora-mysql','DBClusterIdentifier':'shop'}")
            .At("DBInstance.StorageEncrypted").ShouldBe("true");
        _account.Pass(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_cluster_shows_its_instances_and_takes_them_along()
    {
        Describe().Each("DBClusterMembers", "DBInstanceIdentifier").ShouldBe(["shop-1"]);
        _account.Refused("rds", "StopDBInstance", "{'DBInstanceIdentifier':'shop-1'}").Code.ShouldBe("InvalidParameterCombination");

        _account.Call("rds", "StopDBCluster", "{'DBClusterIdentifier':'shop'}");
        _account.Pass(TimeSpan.FromSeconds(3));

        Describe().At("Status").ShouldBe("stopped");
        _account.Call("rds", "DescribeDBInstances", "{'DBInstanceIdentifier':'shop-1'}").At("DBInstances.0.DBInstanceStatus").ShouldBe("stopped");
        _account.Call("rds", "StartDBCluster", "{'DBClusterIdentifier':'shop'}");
        _account.Pass(TimeSpan.FromSeconds(3));
        Describe().At("Status").ShouldBe("available");
    }

    [Fact]
    public void Protection_is_switched_on_and_holds()
    {
        _account.Call("rds", "ModifyDBCluster", "{'DBClusterIdentifier':'shop','DeletionProtection':true,'EnableIAMDatabaseAuthentication':true}")
            .At("DBCluster.IAMDatabaseAuthenticationEnabled").ShouldBe("true");
        _account.Pass(TimeSpan.FromSeconds(2));

        _account.Refused("rds", "DeleteDBCluster", "{'DBClusterIdentifier':'shop','SkipFinalSnapshot':true}").Message
            .ShouldBe("Cannot delete protected Cluster, please disable deletion protection and try again.");
    }

    [Fact]
    public void A_cluster_is_deleted_after_its_instances()
    {
        _account.Refused("rds", "DeleteDBCluster", "{'DBClusterIdentifier':'shop','SkipFinalSnapshot':true}").Message
            .ShouldBe("Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
        _account.Call("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'shop-1'}");

        _account.Call("rds", "DeleteDBCluster", "{'DBClusterIdentifier':'shop','FinalDBSnapshotIdentifier':'last'}");
        _account.Pass(TimeSpan.FromSeconds(5));

        _account.Refused("rds", "DescribeDBClusters", "{'DBClusterIdentifier':'shop'}").Code.ShouldBe("DBClusterNotFoundFault");
        _account.Call("rds", "DescribeDBClusterSnapshots", "{'DBClusterIdentifier':'shop'}").At("DBClusterSnapshots.0.StorageEncrypted").ShouldBe("true");
        _account.Call("rds", "DescribeDBClusterSnapshotAttributes", "{'DBClusterSnapshotIdentifier':'last'}")
            .At("DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes.0.AttributeName").ShouldBe("restore");
    }

    private JsonObject Describe() => (JsonObject)_account.Call("rds", "DescribeDBClusters", "{'DBClusterIdentifier':'shop'}").Reach("DBClusters.0")!;
}
