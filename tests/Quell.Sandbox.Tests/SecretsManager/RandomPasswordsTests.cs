using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.SecretsManager;

public sealed class RandomPasswordsTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void A_password_has_each_kind_of_character_and_is_another_each_time()
    {
        var passwords = Enumerable.Range(0, 50).Select(_ => Password("{'PasswordLength':4}")).ToList();

        passwords.ShouldBeUnique();
        passwords.ShouldAllBe(password => password.Length == 4 && password.Any(char.IsAsciiLetterLower)
            && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiDigit) && password.Any(character => !char.IsAsciiLetterOrDigit(character)));
        Password("{}").Length.ShouldBe(32);
        Password("{'PasswordLength':4096}").Length.ShouldBe(4096);
    }

    [Fact]
    public void What_is_excluded_does_not_occur()
    {
        var password = Password("{'PasswordLength':1000,'ExcludePunctuation':true,'ExcludeUppercase':true,'ExcludeCharacters':'aeiou01'}");

        password.ShouldAllBe(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));
        password.ShouldAllBe(character => !"aeiou01".Contains(character));
    }

    [Theory]
    [InlineData("{'PasswordLength':3}")]
    [InlineData("{'ExcludePunctuation':true,'ExcludeUppercase':true,'ExcludeLowercase':true,'ExcludeNumbers':true}")]
    public void What_cannot_be_made_is_refused(string input) =>
        _account.Refused("secretsmanager", "GetRandomPassword", input).Message.ShouldBe("Password length is too short based on the required types.");

    private string Password(string input) => _account.Call("secretsmanager", "GetRandomPassword", input).At("RandomPassword");
}
