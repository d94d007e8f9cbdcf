using Quell.Sandbox.Identities;

namespace Quell.Sandbox.Tests.Identities;

public sealed class AccessKeysTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void The_server_finds_a_users_key_and_who_calls_with_it()
    {
        var key = Create();

        var found = AccessKeys.Find(_account.State, key.Id).ShouldNotBeNull();

        found.Secret.ShouldBe(key.Secret);
        found.Secret.Length.ShouldBe(40);
        found.IsActive.ShouldBeTrue();
        found.SessionToken.ShouldBeNull();
        found.Principal.Arn.ShouldBe("arn:aws:iam::123456789012:user/alice");
        found.Principal.ToUserIdentity().String("userName").ShouldBe("alice");
        AccessKeys.Find(_account.State, "AKIAUNKNOWN").ShouldBeNull();
    }

    [Fact]
    public void The_secret_is_shown_once()
    {
        var key = Create();

        var listed = _account.Call("iam", "ListAccessKeys", ("UserName", "alice"));

        listed.Array("AccessKeyMetadata").Objects.Single().String("AccessKeyId").ShouldBe(key.Id);
        listed.ToString().ShouldNotContain(key.Secret);
    }

    [Fact]
    [Trait("Requirement", "A35")]
    public void A_key_that_is_switched_off_is_found_as_such()
    {
        var key = Create();

        _account.Call("iam", "UpdateAccessKey", ("UserName", "alice"), ("AccessKeyId", key.Id), ("Status", "Inactive"));

        AccessKeys.Find(_account.State, key.Id)!.IsActive.ShouldBeFalse();
    }

    [Fact]
    public void A_user_has_at_most_two_keys_and_is_deleted_after_them()
    {
        var key = Create();
        var second = _account.Call("iam", "CreateAccessKey", ("UserName", "alice")).Object("AccessKey")!.String("AccessKeyId")!;

        _account.Refused("iam", "CreateAccessKey", ("UserName", "alice")).Message.ShouldBe("Cannot exceed quota for AccessKeysPerUser: 2");
        _account.Refused("iam", "DeleteUser", ("UserName", "alice")).Message.ShouldBe("Cannot delete entity, must delete access keys first.");
        _account.Call("iam", "DeleteAccessKey", ("UserName", "alice"), ("AccessKeyId", key.Id));
        _account.Call("iam", "DeleteAccessKey", ("UserName", "alice"), ("AccessKeyId", second));
        _account.Refused("iam", "DeleteAccessKey", ("UserName", "alice"), ("AccessKeyId", key.Id)).Message
            .ShouldBe($"The Access Key with id {key.Id} cannot be found.");
        _account.Call("iam", "DeleteUser", ("UserName", "alice"));
        AccessKeys.Find(_account.State, key.Id).ShouldBeNull();
    }

    [Fact]
    public void A_user_without_a_name_is_the_caller()
    {
        var key = Create();
        _account.Call("iam", "GetUser").Object("User")!.String("Arn").ShouldBe("arn:aws:iam::123456789012:root");

        _account.Caller = AccessKeys.Find(_account.State, key.Id)!.Principal;

        _account.Call("iam", "GetUser").Object("User")!.String("UserName").ShouldBe("alice");
        _account.Call("iam", "ListAccessKeys").Array("AccessKeyMetadata").Count.ShouldBe(1);
    }

    private (string Id, string Secret) Create()
    {
        _account.Call("iam", "CreateUser", ("UserName", "alice"));
        var key = _account.Call("iam", "CreateAccessKey", ("UserName", "alice")).Object("AccessKey")!;
        return (key.String("AccessKeyId")!, key.String("SecretAccessKey")!);
    }
}
