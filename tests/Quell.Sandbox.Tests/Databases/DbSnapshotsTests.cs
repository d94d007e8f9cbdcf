using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Databases;

public sealed class DbSnapshotsTests
{
    private readonly TestAccount _account = new();

    public DbSnapshotsTests()
    {
        _account.Call("rds", "CreateDBInstance", "{'DBInstanceIdentifier':'orders','DBInstanceClass':'db.t4g.micro','Engine':'mysql','AllocatedStorage':20,'MasterUsername':'a','MasterUserPassword':'Pass-1234','CopyTagsToSnapshot':true,'Tags':[{'Key':'team','Value':'shop'}]}");
        _account.Pass(TimeSpan.FromSeconds(5));
        _account.Call("rds", "CreateDBSnapshot", "{'DBInstanceIdentifier':'orders','DBSnapshotIdentifier':'one'}").At("DBSnapshot.Status").ShouldBe("creating");
        _account.Pass(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_snapshot_has_what_its_instance_had()
    {
        var snapshot = (JsonObject)_account.Call("rds", "DescribeDBSnapshots", "{'DBInstanceIdentifier':'orders'}").Reach("DBSnapshots.0")!;

        snapshot.At("Status").ShouldBe("available");
        snapshot.At("PercentProgress").ShouldBe("100");
        snapshot.At("Encrypted").ShouldBe("false");
        snapshot.At("Port").ShouldBe("3306");
        snapshot.At("TagList.0.Value").ShouldBe("shop");
        _account.Events[^1].DetailType.ShouldBe("RDS DB Snapshot Event");
        _account.Refused("rds", "CreateDBSnapshot", "{'DBInstanceIdentifier':'orders','DBSnapshotIdentifier':'one'}").Message
            .ShouldBe("Cannot create the snapshot because a snapshot with the identifier one already exists.");
    }

    [Fact]
    public void A_copy_is_encrypted_with_the_key_it_is_given()
    {
        var key = _account.Call("kms", "CreateKey", "{}").At("KeyMetadata.Arn");

        _account.Call("rds", "CopyDBSnapshot", ("SourceDBSnapshotIdentifier", "one"), ("TargetDBSnapshotIdentifier", "two"), ("KmsKeyId", key), ("CopyTags", true));
        _account.Pass(TimeSpan.FromSeconds(5));

        var copy = (JsonObject)_account.Call("rds", "DescribeDBSnapshots", "{'DBSnapshotIdentifier':'two'}").Reach("DBSnapshots.0")!;
        copy.At("Encrypted").ShouldBe("true");
        copy.At("KmsKeyId").ShouldBe(key);
        copy.At("SourceDBSnapshotIdentifier").ShouldBe("arn:aws:rds:us-east-1:123456789012:snapshot:one");
        copy.At("TagList.0.Key").ShouldBe("team");
        _account.Refused("rds", "ModifyDBSnapshotAttribute", "{'DBSnapshotIdentifier':'two','AttributeName':'restore','ValuesToAdd':['all']}").Code
            .ShouldBe("InvalidParameterCombination");
    }

    [Fact]
    [Trait("Requirement", "A36")]
    public void A_public_snapshot_is_found_and_made_private()
    {
        _account.Call("rds", "ModifyDBSnapshotAttribute", "{'DBSnapshotIdentifier':'one','AttributeName':'restore','ValuesToAdd':['all','999999999999']}");
        Shared().ShouldBe(["all", "999999999999"]);

        _account.Call("rds", "ModifyDBSnapshotAttribute", "{'DBSnapshotIdentifier':'one','AttributeName':'restore','ValuesToRemove':['all']}");

        Shared().ShouldBe(["999999999999"]);
        _account.Call("rds", "DescribeDBSnapshots", "{}").ToString().ShouldNotContain("SharedWith");
        _account.Refused("rds", "ModifyDBSnapshotAttribute", "{'DBSnapshotIdentifier':'one','AttributeName':'restore','ValuesToAdd':['me']}").Message
            .ShouldBe("Invalid account id: me");
    }

    [Fact]
    public void A_snapshot_that_is_deleted_is_gone()
    {
        _account.Call("rds", "DeleteDBSnapshot", "{'DBSnapshotIdentifier':'one'}").At("DBSnapshot.Status").ShouldBe("deleted");

        _account.Refused("rds", "DeleteDBSnapshot", "{'DBSnapshotIdentifier':'one'}").Code.ShouldBe("DBSnapshotNotFound");
    }

    private IEnumerable<string> Shared() =>
        ((JsonArray)_account.Call("rds", "DescribeDBSnapshotAttributes", "{'DBSnapshotIdentifier':'one'}").Reach("DBSnapshotAttributesResult.DBSnapshotAttributes.0.AttributeValues")!).Strings;
}
