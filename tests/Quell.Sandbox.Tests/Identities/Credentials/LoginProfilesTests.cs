using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Identities.Credentials;

public sealed class LoginProfilesTests
{
    private readonly TestAccount _account = new();

    public LoginProfilesTests() => _account.Call("iam", "CreateUser", "{'UserName':'alice'}");

    [Fact]
    [Trait("Requirement", "A35")]
    public void A_profile_is_made_changed_and_deleted_and_its_password_is_kept_nowhere()
    {
        _account.Call("iam", "CreateLoginProfile", "{'UserName':'alice','Password':'Correct-Horse-7','PasswordResetRequired':true}")
            .At("LoginProfile.PasswordResetRequired").ShouldBe("true");

        _account.Last!.Transaction.State.Changes.Values.ShouldAllBe(value => !value!.ToString().Contains("Horse"));
        _account.Refused("iam", "CreateLoginProfile", "{'UserName':'alice','Password':'Correct-Horse-7'}").Message
            .ShouldBe("Login Profile for user alice already exists.");
        _account.Call("iam", "UpdateLoginProfile", "{'UserName':'alice','PasswordResetRequired':false}");
        _account.Call("iam", "GetLoginProfile", "{'UserName':'alice'}").At("LoginProfile.PasswordResetRequired").ShouldBe("false");
        _account.Refused("iam", "DeleteUser", "{'UserName':'alice'}").Message.ShouldBe("Cannot delete entity, must delete login profile first.");
        _account.Call("iam", "DeleteLoginProfile", "{'UserName':'alice'}");
        _account.Refused("iam", "GetLoginProfile", "{'UserName':'alice'}").Message.ShouldBe("Login Profile for User alice cannot be found.");
        _account.Call("iam", "DeleteUser", "{'UserName':'alice'}");
    }

    [Theory]
    [InlineData("short7A", "Password should have a minimum length of 8")]
    [InlineData("alllowercase1", "Password should contain at least three of the following: uppercase letters, lowercase letters, numbers, and symbols")]
    public void Without_a_policy_a_password_has_eight_characters_of_three_kinds(string password, string message)
    {
        var refused = _account.Refused("iam", "CreateLoginProfile", ("UserName", "alice"), ("Password", password));

        refused.Code.ShouldBe("PasswordPolicyViolation");
        refused.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("Short-7", "Password should have a minimum length of 14")]
    [InlineData("all-lower-case-77", "Password should have at least one uppercase letter")]
    [InlineData("ALL-UPPER-CASE-77", "Password should have at least one lowercase letter")]
    [InlineData("No-Number-In-Here", "Password should have at least one number")]
    [InlineData("NoSymbolInHere777", "Password should have at least one symbol")]
    public void A_policy_is_heard(string password, string message)
    {
        _account.Call("iam", "UpdateAccountPasswordPolicy", PasswordPolicyTests.Strict);

        _account.Refused("iam", "CreateLoginProfile", ("UserName", "alice"), ("Password", password)).Message.ShouldBe(message);
        _account.Call("iam", "CreateLoginProfile", ("UserName", "alice"), ("Password", "Correct-Horse-77"));
        _account.Refused("iam", "UpdateLoginProfile", ("UserName", "alice"), ("Password", password)).Message.ShouldBe(message);
    }
}
