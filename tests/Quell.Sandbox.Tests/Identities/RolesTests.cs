using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Identities;

public sealed class RolesTests
{
    internal const string LambdaTrust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private const string Permissions =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*"}}""";

    private readonly TestAccount _account = new();

    [Fact]
    public void A_role_is_shown_as_it_was_created()
    {
        var created = Create("fixer").Object("Role")!;

        created.String("Arn").ShouldBe("arn:aws:iam::123456789012:role/fixer");
        created.String("RoleId")!.ShouldStartWith("AROA");
        created.String("RoleId")!.Length.ShouldBe(21);
        var role = _account.Call("iam", "GetRole", ("RoleName", "fixer")).Object("Role")!;
        Uri.UnescapeDataString(role.String("AssumeRolePolicyDocument")!).ShouldBe(LambdaTrust);
        role.Long("MaxSessionDuration").ShouldBe(3600);
    }

    [Theory]
    [InlineData("{x", "This policy contains invalid Json")]
    [InlineData("[]", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Principal":"*","Action":"sts:AssumeRole"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""", "Missing required field Principal")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}""", "Has prohibited field Resource")]
    public void Refuses_a_trust_policy_that_is_none(string document, string message)
    {
        var refused = _account.Refused("iam", "CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", document));

        refused.Code.ShouldBe("MalformedPolicyDocument");
        refused.Message.ShouldBe(message);
    }

    [Fact]
    public void A_name_is_taken_once_and_missing_afterwards()
    {
        Create("fixer");
        _account.Refused("iam", "CreateRole", ("RoleName", "fixer"), ("AssumeRolePolicyDocument", LambdaTrust)).Message
            .ShouldBe("Role with name fixer already exists.");

        _account.Call("iam", "DeleteRole", ("RoleName", "fixer"));
        var refused = _account.Refused("iam", "GetRole", ("RoleName", "fixer"));
        refused.Code.ShouldBe("NoSuchEntity");
        refused.Status.ShouldBe(404);
        refused.Message.ShouldBe("The role with name fixer cannot be found.");
    }

    [Fact]
    public void A_role_is_deleted_only_when_nothing_hangs_on_it()
    {
        const string Aws = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
        Create("fixer");
        _account.Call("iam", "PutRolePolicy", ("RoleName", "fixer"), ("PolicyName", "tag"), ("PolicyDocument", Permissions));
        _account.Call("iam", "AttachRolePolicy", ("RoleName", "fixer"), ("PolicyArn", Aws));
        _account.Call("iam", "CreateInstanceProfile", ("InstanceProfileName", "p"));
        _account.Call("iam", "AddRoleToInstanceProfile", ("InstanceProfileName", "p"), ("RoleName", "fixer"));

        Conflict().ShouldBe("Cannot delete entity, must remove roles from instance profile first.");
        _account.Call("iam", "RemoveRoleFromInstanceProfile", ("InstanceProfileName", "p"), ("RoleName", "fixer"));
        Conflict().ShouldBe("Cannot delete entity, must detach all policies first.");
        _account.Call("iam", "DetachRolePolicy", ("RoleName", "fixer"), ("PolicyArn", Aws));
        Conflict().ShouldBe("Cannot delete entity, must delete policies first.");
        _account.Call("iam", "DeleteRolePolicy", ("RoleName", "fixer"), ("PolicyName", "tag"));
        _account.Call("iam", "DeleteRole", ("RoleName", "fixer"));
    }

    [Fact]
    public void Inline_and_attached_policies_are_listed_apart()
    {
        Create("fixer");
        _account.Call("iam", "PutRolePolicy", ("RoleName", "fixer"), ("PolicyName", "tag"), ("PolicyDocument", Permissions));
        _account.Call("iam", "AttachRolePolicy", ("RoleName", "fixer"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"));
        _account.Call("iam", "AttachRolePolicy", ("RoleName", "fixer"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"));

        _account.Call("iam", "ListRolePolicies", ("RoleName", "fixer")).Array("PolicyNames").Strings.ShouldBe(["tag"]);
        _account.Call("iam", "ListAttachedRolePolicies", ("RoleName", "fixer")).Array("AttachedPolicies").Objects.Single()
            .String("PolicyName").ShouldBe("ReadOnlyAccess");
        Uri.UnescapeDataString(_account.Call("iam", "GetRolePolicy", ("RoleName", "fixer"), ("PolicyName", "tag")).String("PolicyDocument")!)
            .ShouldBe(Permissions);
        _account.Refused("iam", "GetRolePolicy", ("RoleName", "fixer"), ("PolicyName", "x")).Message
            .ShouldBe("The role policy with name x cannot be found.");
        _account.Refused("iam", "AttachRolePolicy", ("RoleName", "fixer"), ("PolicyArn", "arn:aws:iam::123456789012:policy/x")).Message
            .ShouldBe("Policy arn:aws:iam::123456789012:policy/x does not exist or is not attachable.");
        _account.Refused("iam", "PutRolePolicy", ("RoleName", "fixer"), ("PolicyName", "x"), ("PolicyDocument", LambdaTrust)).Code
            .ShouldBe("MalformedPolicyDocument");
    }

    [Fact]
    public void Listings_come_in_pages()
    {
        Create("a");
        Create("b");
        Create("c");

        var first = _account.Call("iam", "ListRoles", ("MaxItems", 2));
        first.Bool("IsTruncated").ShouldBe(true);
        var second = _account.Call("iam", "ListRoles", ("MaxItems", 2), ("Marker", first.String("Marker")!));

        second.Array("Roles").Objects.Select(role => role.String("RoleName")).ShouldBe(["c"]);
        second.Bool("IsTruncated").ShouldBe(false);
    }

    [Fact]
    public void Tags_are_set_and_removed_by_key()
    {
        Create("fixer");
        _account.Call("iam", "TagRole", ("RoleName", "fixer"), ("Tags", Tags(("team", "net"), ("env", "test"))));
        _account.Call("iam", "TagRole", ("RoleName", "fixer"), ("Tags", Tags(("Team", "sec"))));
        _account.Call("iam", "UntagRole", ("RoleName", "fixer"), ("TagKeys", JsonArray.From(["env"])));

        _account.Call("iam", "ListRoleTags", ("RoleName", "fixer")).Array("Tags").ToString().ShouldBe("""[{"Key":"Team","Value":"sec"}]""");
    }

    private static JsonArray Tags(params (string Key, string Value)[] tags) =>
        JsonArray.From(tags.Select(tag => JsonObject.Of(("Key", tag.Key), ("Value", tag.Value))));

    private string Conflict()
    {
        var refused = _account.Refused("iam", "DeleteRole", ("RoleName", "fixer"));
        refused.Code.ShouldBe("DeleteConflict");
        refused.Status.ShouldBe(409);
        return refused.Message;
    }

    private JsonObject Create(string name) =>
        _account.Call("iam", "CreateRole", ("RoleName", name), ("AssumeRolePolicyDocument", LambdaTrust));
}
