namespace Quell.Sandbox.Tests.Identities.Credentials;

public sealed class PasswordPolicyTests
{
    internal const string Strict =
        "{'MinimumPasswordLength':14,'RequireSymbols':true,'RequireNumbers':true,'RequireUppercaseCharacters':true,'RequireLowercaseCharacters':true,"
        + "'MaxPasswordAge':90,'PasswordReusePrevention':24}";

    private readonly TestAccount _account = new();

    [Fact]
    public void An_account_has_no_policy_of_its_own_at_first()
    {
        var refused = _account.Refused("iam", "GetAccountPasswordPolicy", "{}");

        refused.Code.ShouldBe("NoSuchEntity");
        refused.Status.ShouldBe(404);
        refused.Message.ShouldBe("The Password Policy with domain name 123456789012 cannot be found.");
        _account.Refused("iam", "DeleteAccountPasswordPolicy", "{}").Code.ShouldBe("NoSuchEntity");
    }

    [Fact]
    public void An_update_sets_all_of_it()
    {
        _account.Call("iam", "UpdateAccountPasswordPolicy", Strict);
        var strict = _account.Call("iam", "GetAccountPasswordPolicy", "{}");
        strict.At("PasswordPolicy.MinimumPasswordLength").ShouldBe("14");
        strict.At("PasswordPolicy.ExpirePasswords").ShouldBe("true");
        strict.At("PasswordPolicy.MaxPasswordAge").ShouldBe("90");

        _account.Call("iam", "UpdateAccountPasswordPolicy", "{'AllowUsersToChangePassword':true}");

        _account.Call("iam", "GetAccountPasswordPolicy", "{}").Reach("PasswordPolicy")!.ToString().ShouldBe(
            """{"MinimumPasswordLength":6,"RequireSymbols":false,"RequireNumbers":false,"RequireUppercaseCharacters":false,"RequireLowercaseCharacters":false,"AllowUsersToChangePassword":true,"ExpirePasswords":false}""");
        _account.Call("iam", "DeleteAccountPasswordPolicy", "{}");
        _account.Refused("iam", "GetAccountPasswordPolicy", "{}").Code.ShouldBe("NoSuchEntity");
    }
}
