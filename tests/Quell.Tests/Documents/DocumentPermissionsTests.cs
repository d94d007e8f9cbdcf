using Quell.Documents;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Tests.Parameters;
using static Quell.Tests.Documents.SsmDocuments;

namespace Quell.Tests.Documents;

public sealed class DocumentPermissionsTests
{
    private const string Arn = "arn:aws:ssm:us-east-1:000000000000:document/Wait";

    private static readonly Scope Friend = new("111111111111", "us-east-1");
    private static readonly Scope Stranger = new("222222222222", "us-east-1");

    private readonly SsmHouse _house = new();

    public DocumentPermissionsTests()
    {
        _house.Create("Wait");
        _house.Update("Wait");
    }

    [Fact]
    public void A_shared_document_is_found_by_its_ARN_in_the_version_that_is_shared()
    {
        Share("$DEFAULT", "111111111111");

        DocumentLookup.Find(_house.State, Friend, Arn, null).Version.ShouldBe("1");
        _house.Call(Friend, "GetDocument", JsonObject.Of(("Name", Arn))).String("Name").ShouldBe(Arn);
        Refused(Friend, Arn, "2").ShouldBe("InvalidDocumentVersion");
        Refused(Friend, "Wait", null).ShouldBe("InvalidDocument");
        Refused(Stranger, Arn, null).ShouldBe("InvalidDocument");

        Share("$LATEST", "111111111111");
        DocumentLookup.Find(_house.State, Friend, Arn, "$LATEST").Version.ShouldBe("2");
        Refused(Friend, Arn, "1").ShouldBe("InvalidDocumentVersion");

        Share("$ALL", "111111111111");
        DocumentLookup.Find(_house.State, Friend, Arn, "1").Version.ShouldBe("1");
        DocumentLookup.Find(_house.State, Friend, Arn, "2").Owner.ShouldBe("000000000000");
        _house.Call(Friend, "ListDocumentVersions", JsonObject.Of(("Name", Arn))).Array("DocumentVersions").Count.ShouldBe(2);
    }

    [Fact]
    public void Sharing_is_described_and_ends()
    {
        Share(null, "111111111111", "222222222222");
        _house.Call("DescribeDocumentPermission", ("Name", "Wait"), ("PermissionType", "Share")).ToString().ShouldBe(
            """{"AccountIds":["111111111111","222222222222"],"AccountSharingInfoList":[{"AccountId":"111111111111","SharedDocumentVersion":"$DEFAULT"},{"AccountId":"222222222222","SharedDocumentVersion":"$DEFAULT"}]}""");
        _house.Refused("DeleteDocument", ("Name", "Wait")).ShouldBe(("InvalidDocumentOperation", "Must unshare document first before delete"));

        // What is to be removed is removed, even where it is to be added as well.
        Modify(("AccountIdsToAdd", JsonArray.From(["222222222222"])), ("AccountIdsToRemove", JsonArray.From(["111111111111", "222222222222"])));
        _house.Call("DescribeDocumentPermission", ("Name", "Wait"), ("PermissionType", "Share")).ToString().ShouldBe("""{"AccountIds":[],"AccountSharingInfoList":[]}""");
        _house.Call("DeleteDocument", ("Name", "Wait"));
    }

    [Fact]
    public void All_is_everyone()
    {
        Share(null, "All");

        DocumentLookup.Find(_house.State, Stranger, Arn, null).Version.ShouldBe("1");
        _house.Call("DescribeDocumentPermission", ("Name", "Wait"), ("PermissionType", "Share")).Array("AccountIds").Strings.ShouldBe(["all"]);
    }

    [Fact]
    public void Sharing_has_its_limits()
    {
        Limit("all", "111111111111").ShouldBe(("DocumentPermissionLimit", "Accounts can either be all or a group of AWS accounts"));
        for (var number = 1; number <= 5; number++)
        {
            _house.Create($"Public{number}");
            _house.Call("ModifyDocumentPermission", ("Name", $"Public{number}"), ("PermissionType", "Share"), ("AccountIdsToAdd", JsonArray.From(["all"])));
        }

        Limit("all").Code.ShouldBe("DocumentPermissionLimit");
        Limit("12").Code.ShouldBe("ValidationException");
        Limit().Code.ShouldBe("ValidationException");
        _house.Refused("ModifyDocumentPermission", ("Name", "None"), ("PermissionType", "Share"), ("AccountIdsToAdd", JsonArray.From(["all"]))).Code.ShouldBe("InvalidDocument");
    }

    private (string Code, string Message) Limit(params string[] accounts) =>
        _house.Refused("ModifyDocumentPermission", ("Name", "Wait"), ("PermissionType", "Share"), ("AccountIdsToAdd", JsonArray.From(accounts)));

    private void Share(string? version, params string[] accounts) => Modify(("AccountIdsToAdd", JsonArray.From(accounts)), ("SharedDocumentVersion", version));

    private void Modify(params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        _house.Call("ModifyDocumentPermission", [("Name", "Wait"), ("PermissionType", "Share"), .. input]);

    private string Refused(Scope scope, string name, string? version) =>
        Should.Throw<Aws.AwsException>(() => DocumentLookup.Find(_house.State, scope, name, version)).Code;
}
