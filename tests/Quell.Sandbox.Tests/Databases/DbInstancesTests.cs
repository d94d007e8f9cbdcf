using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Databases;

public sealed class DbInstancesTests
{
    private const string Arn = "arn:aws:rds:us-east-1:123456789012:db:orders";

    private readonly TestAccount _account = new();

    public DbInstancesTests() => _account.Call("rds", "CreateDBInstance", Input("orders", "'StorageEncrypted':true,'Tags':[{'Key':'team','Value':'shop'}]"));

    [Fact]
    public void An_instance_is_available_after_a_while_and_tells_it()
    {
        var creating = Describe();
        creating.At("DBInstanceStatus").ShouldBe("creating");
        creating.At("DBInstanceArn").ShouldBe(Arn);
        creating.Has("Endpoint").ShouldBeFalse();
        creating.At("KmsKeyId").ShouldStartWith("arn:aws:kms:us-east-1:123456789012:key/");

        _account.Pass(TimeSpan.FromSeconds(5));

        Describe().At("DBInstanceStatus").ShouldBe("available");
        Describe().At("Endpoint.Port").ShouldBe("5432");
        Describe().At("Endpoint.Address").ShouldEndWith(".us-east-1.rds.amazonaws.com");
        var told = _account.Events.Single();
        told.DetailType.ShouldBe("RDS DB Instance Event");
        told.Detail.At("EventID").ShouldBe("RDS-EVENT-0005");
        told.Resources.Strings.ShouldBe([Arn]);
    }

    [Fact]
    public void The_password_is_kept_nowhere() =>
        _account.State.ListAll("rds:instance").ShouldAllBe(entry => !entry.Value.ToString().Contains("Pass-1234"));

    [Fact]
    public void Stopped_and_started_it_goes_through_the_states_in_between()
    {
        _account.Refused("rds", "StopDBInstance", "{'DBInstanceIdentifier':'orders'}").Code.ShouldBe("InvalidDBInstanceState");
        _account.Pass(TimeSpan.FromSeconds(5));

        _account.Call("rds", "StopDBInstance", "{'DBInstanceIdentifier':'orders'}").At("DBInstance.DBInstanceStatus").ShouldBe("stopping");
        _account.Pass(TimeSpan.FromSeconds(3));
        Describe().At("DBInstanceStatus").ShouldBe("stopped");
        _account.Call("rds", "StartDBInstance", ("DBInstanceIdentifier", Arn));
        _account.Pass(TimeSpan.FromSeconds(3));

        Describe().At("DBInstanceStatus").ShouldBe("available");
        _account.Events.Select(told => told.Detail.At("EventID")).ShouldBe(["RDS-EVENT-0005", "RDS-EVENT-0087", "RDS-EVENT-0088"]);
    }

    [Fact]
    public void What_can_wait_waits_until_a_change_is_wanted_at_once()
    {
        _account.Pass(TimeSpan.FromSeconds(5));

        var modified = _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','MultiAZ':true,'DeletionProtection':true,'PubliclyAccessible':false}");

        modified.At("DBInstance.DeletionProtection").ShouldBe("true");
        modified.At("DBInstance.MultiAZ").ShouldBe("false");
        modified.At("DBInstance.PendingModifiedValues.MultiAZ").ShouldBe("true");
        _account.Pass(TimeSpan.FromSeconds(2));
        _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','ApplyImmediately':true,'EnableIAMDatabaseAuthentication':true}");
        _account.Pass(TimeSpan.FromSeconds(2));
        Describe().At("MultiAZ").ShouldBe("true");
        Describe().At("IAMDatabaseAuthenticationEnabled").ShouldBe("true");
        Describe().Reach("PendingModifiedValues").ShouldBe(JsonObject.Empty);
    }

    [Fact]
    public void A_major_version_and_a_failover_need_what_allows_them()
    {
        _account.Pass(TimeSpan.FromSeconds(5));

        _account.Refused("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','EngineVersion':'18.1'}").Message
            .ShouldBe("The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.");
        _account.Refused("rds", "RebootDBInstance", "{'DBInstanceIdentifier':'orders','ForceFailover':true}").Code.ShouldBe("InvalidParameterCombination");
        _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','EngineVersion':'17.5','ApplyImmediately':true}").At("DBInstance.EngineVersion").ShouldBe("17.5");
    }

    [Fact]
    public void Logs_are_exported_as_the_change_says()
    {
        _account.Pass(TimeSpan.FromSeconds(5));
        _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','CloudwatchLogsExportConfiguration':{'EnableLogTypes':['postgresql','upgrade']}}");
        _account.Pass(TimeSpan.FromSeconds(2));

        _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','CloudwatchLogsExportConfiguration':{'DisableLogTypes':['upgrade']}}")
            .Reach("DBInstance.EnabledCloudwatchLogsExports")!.ToString().ShouldBe("""["postgresql"]""");
    }

    [Fact]
    public void A_protected_instance_is_not_deleted_and_an_unprotected_one_leaves_a_snapshot()
    {
        _account.Pass(TimeSpan.FromSeconds(5));
        _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','DeletionProtection':true}");
        _account.Pass(TimeSpan.FromSeconds(2));
        _account.Refused("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'orders','SkipFinalSnapshot':true}").Message
            .ShouldBe("Cannot delete protected DB Instance, please disable deletion protection and try again.");
        _account.Call("rds", "ModifyDBInstance", "{'DBInstanceIdentifier':'orders','DeletionProtection':false}");
        _account.Pass(TimeSpan.FromSeconds(2));
        _account.Refused("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'orders'}").Message
            .ShouldBe("FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");

        _account.Call("rds", "DeleteDBInstance", "{'DBInstanceIdentifier':'orders','FinalDBSnapshotIdentifier':'last'}");
        _account.Pass(TimeSpan.FromSeconds(5));

        var refused = _account.Refused("rds", "DescribeDBInstances", "{'DBInstanceIdentifier':'orders'}");
        refused.Code.ShouldBe("DBInstanceNotFound");
        refused.Status.ShouldBe(404);
        refused.Message.ShouldBe("DBInstance orders not found.");
        _account.Call("rds", "DescribeDBSnapshots", "{'DBSnapshotIdentifier':'last'}").At("DBSnapshots.0.Status").ShouldBe("available");
    }

    [Theory]
    [InlineData("orders", "", "DBInstanceAlreadyExists", "DB instance already exists")]
    [InlineData("or--ders", "", "InvalidParameterValue", null)]
    [InlineData("new", "'Engine':'dbase'", "InvalidParameterValue", "Invalid DB engine: dbase")]
    [InlineData("new", "'DBInstanceClass':'large'", "InvalidParameterValue", "Invalid DB Instance class: large")]
    [InlineData("new", "'VpcSecurityGroupIds':['sg-1']", "InvalidParameterValue", "Invalid security group , groupId= sg-1, groupName=.")]
    [InlineData("new", "'StorageEncrypted':true,'KmsKeyId':'alias/none'", "KMSKeyNotAccessibleFault", null)]
    [InlineData("new", "'MonitoringInterval':60", "InvalidParameterCombination", "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.")]
    [InlineData("new", "'DBClusterIdentifier':'none'", "DBClusterNotFoundFault", "DBCluster none not found.")]
    [InlineData("new", "'DBSubnetGroupName':'private'", "InvalidParameterCombination", "The simulated account does not support DBSubnetGroupName.")]
    public void What_does_not_fit_is_refused(string id, string more, string code, string? message)
    {
        var refused = _account.Refused("rds", "CreateDBInstance", [.. Input(id, more).Select(member => (member.Key, (JsonValue?)member.Value))]);

        refused.Code.ShouldBe(code);
        refused.Message.ShouldBe(message ?? refused.Message);
    }

    [Fact]
    public void Tags_are_set_by_ARN_and_listings_filtered()
    {
        _account.Call("rds", "CreateDBInstance", Input("other", "'Engine':'mysql'"));
        _account.Call("rds", "AddTagsToResource", ("ResourceName", Arn), ("Tags", new JsonArray([JsonObject.Of(("Key", "env"), ("Value", "prod"))])));
        _account.Call("rds", "RemoveTagsFromResource", ("ResourceName", Arn), ("TagKeys", JsonArray.From(["team"])));

        _account.Call("rds", "ListTagsForResource", ("ResourceName", Arn)).Array("TagList").ToString().ShouldBe("""[{"Key":"env","Value":"prod"}]""");
        _account.Call("rds", "DescribeDBInstances", "{'Filters':[{'Name':'engine','Values':['mysql']}]}").Each("DBInstances", "DBInstanceIdentifier").ShouldBe(["other"]);
        var first = _account.Call("rds", "DescribeDBInstances", "{'MaxRecords':20}");
        first.Array("DBInstances").Count.ShouldBe(2);
        _account.Refused("rds", "ListTagsForResource", ("ResourceName", "arn:aws:rds:us-east-1:123456789012:db:none")).Code.ShouldBe("DBInstanceNotFound");
    }

    private JsonObject Describe() => (JsonObject)_account.Call("rds", "DescribeDBInstances", "{'DBInstanceIdentifier':'orders'}").Reach("DBInstances.0")!;

    private static JsonObject Input(string id, string more) => JsonObject.Of(
        ("DBInstanceIdentifier", id), ("DBInstanceClass", "db.t4g.micro"), ("Engine", "postgres"), ("AllocatedStorage", 20),
        ("MasterUsername", "admin1"), ("MasterUserPassword", "Pass-1234")).Merge((JsonObject)JsonValue.Parse($"{{{more}}}".Replace('\'', '"')));
}
