using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Identities;

public sealed class GroupsTests
{
    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""";

    private readonly TestAccount _account = new();

    public GroupsTests()
    {
        _account.Call("iam", "CreateUser", "{'UserName':'alice'}");
        _account.Call("iam", "CreateGroup", "{'GroupName':'operators','Path':'/net/'}").At("Group.Arn")
            .ShouldBe("arn:aws:iam::123456789012:group/net/operators");
    }

    [Fact]
    public void A_user_is_in_a_group_until_it_is_removed()
    {
        _account.Call("iam", "AddUserToGroup", "{'GroupName':'operators','UserName':'alice'}");
        _account.Call("iam", "AddUserToGroup", "{'GroupName':'operators','UserName':'alice'}");

        _account.Call("iam", "GetGroup", "{'GroupName':'operators'}").Each("Users", "UserName").ShouldBe(["alice"]);
        _account.Call("iam", "ListGroupsForUser", "{'UserName':'alice'}").Each("Groups", "GroupName").ShouldBe(["operators"]);
        _account.Refused("iam", "DeleteUser", "{'UserName':'alice'}").Message.ShouldBe("Cannot delete entity, must remove users from group first.");
        _account.Refused("iam", "DeleteGroup", "{'GroupName':'operators'}").Message.ShouldBe("Cannot delete entity, must remove users from group first.");
        _account.Call("iam", "RemoveUserFromGroup", "{'GroupName':'operators','UserName':'alice'}");
        _account.Call("iam", "ListGroupsForUser", "{'UserName':'alice'}").Array("Groups").Count.ShouldBe(0);
        _account.Call("iam", "DeleteGroup", "{'GroupName':'operators'}");
        _account.Refused("iam", "GetGroup", "{'GroupName':'operators'}").Message.ShouldBe("The group with name operators cannot be found.");
    }

    [Fact]
    public void A_user_is_in_ten_groups_at_most()
    {
        for (var n = 0; n < 10; n++)
        {
            _account.Call("iam", "CreateGroup", ("GroupName", $"g{n}"));
            _account.Call("iam", "AddUserToGroup", ("GroupName", $"g{n}"), ("UserName", "alice"));
        }

        _account.Refused("iam", "AddUserToGroup", "{'GroupName':'operators','UserName':'alice'}").Message
            .ShouldBe("Cannot exceed quota for GroupsPerUser: 10");
    }

    [Fact]
    public void A_group_carries_policies()
    {
        _account.Call("iam", "PutGroupPolicy", ("GroupName", "operators"), ("PolicyName", "deny"), ("PolicyDocument", Document));
        _account.Call("iam", "AttachGroupPolicy", ("GroupName", "operators"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"));

        _account.Call("iam", "ListGroupPolicies", ("GroupName", "operators")).Array("PolicyNames").Strings.ShouldBe(["deny"]);
        _account.Call("iam", "ListAttachedGroupPolicies", ("GroupName", "operators")).Each("AttachedPolicies", "PolicyName").ShouldBe(["ReadOnlyAccess"]);
        _account.Refused("iam", "DeleteGroup", ("GroupName", "operators")).Message.ShouldBe("Cannot delete entity, must detach all policies first.");
        _account.Call("iam", "ListGroups", ("PathPrefix", "/net/")).Each("Groups", "GroupName").ShouldBe(["operators"]);
        _account.Call("iam", "ListGroups", ("PathPrefix", "/other/")).Array("Groups").Count.ShouldBe(0);
    }

    [Fact]
    public void A_policy_of_a_group_is_in_use()
    {
        var arn = _account.Call("iam", "CreatePolicy", ("PolicyName", "deny"), ("PolicyDocument", Document)).At("Policy.Arn");
        _account.Call("iam", "AttachGroupPolicy", ("GroupName", "operators"), ("PolicyArn", arn));

        _account.Call("iam", "GetPolicy", ("PolicyArn", arn)).At("Policy.AttachmentCount").ShouldBe("1");
        _account.Call("iam", "ListEntitiesForPolicy", ("PolicyArn", arn)).Each("PolicyGroups", "GroupName").ShouldBe(["operators"]);
        _account.Refused("iam", "DeletePolicy", ("PolicyArn", arn)).Code.ShouldBe("DeleteConflict");
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        var refused = _account.Refused("iam", "CreateGroup", "{'GroupName':'operators'}");

        refused.Code.ShouldBe("EntityAlreadyExists");
        refused.Message.ShouldBe("Group with name operators already exists.");
    }
}
