using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>The account's rules for passwords of users (IAM User Guide, "Set an account password policy for IAM users").</summary>
internal static class PasswordPolicy
{
    private const string ResourceType = "iam:password-policy";
    private const string Id = "account";
    private const string Symbols = "!@#$%^&*()_+-=[]{}|'";

    private static readonly string[] Switches =
        ["RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters", "RequireLowercaseCharacters", "AllowUsersToChangePassword"];

    public static JsonObject GetAccountPasswordPolicy(OperationContext context) =>
        JsonObject.Of(("PasswordPolicy", Find(context) ?? throw NotFound(context)));

    /// <summary>Sets all of the policy: what is not given goes back to its default.</summary>
    public static JsonObject UpdateAccountPasswordPolicy(OperationContext context)
    {
        var input = context.Input;
        var age = input.Long("MaxPasswordAge") ?? 0;
        context.State.Put(context.Scope.Global, ResourceType, Id, JsonObject
            .Of(("MinimumPasswordLength", input.Long("MinimumPasswordLength") ?? 6))
            .Merge(JsonObject.From(Switches.Select(name => KeyValuePair.Create(name, (JsonValue)(input.Bool(name) ?? false)))))
            .With("ExpirePasswords", age > 0)
            .With("MaxPasswordAge", age > 0 ? (JsonValue)age : null)
            .With("PasswordReusePrevention", input["PasswordReusePrevention"])
            .With("HardExpiry", input["HardExpiry"]));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteAccountPasswordPolicy(OperationContext context)
    {
        if (Find(context) is null)
        {
            throw NotFound(context);
        }

        context.State.Delete(context.Scope.Global, ResourceType, Id);
        return JsonObject.Empty;
    }

    /// <summary>The account's own policy; null while it has the default one.</summary>
    public static JsonObject? Find(OperationContext context) => context.State.Get(context.Scope.Global, ResourceType, Id);

    /// <summary>Refuses a password that the policy does not allow.</summary>
    public static void Check(OperationContext context, string password)
    {
        var fault = Find(context) is { } policy ? FaultIn(password, policy) : FaultByDefault(password);
        if (fault is not null)
        {
            throw new AwsException("PasswordPolicyViolation", fault);
        }
    }

    private static string? FaultIn(string password, JsonObject policy) =>
        password.Length < policy.Long("MinimumPasswordLength")
            ? $"Password should have a minimum length of {policy.Long("MinimumPasswordLength")}"
        : policy.Bool("RequireUppercaseCharacters") is true && !password.Any(char.IsAsciiLetterUpper)
            ? "Password should have at least one uppercase letter"
        : policy.Bool("RequireLowercaseCharacters") is true && !password.Any(char.IsAsciiLetterLower)
            ? "Password should have at least one lowercase letter"
        : policy.Bool("RequireNumbers") is true && !password.Any(char.IsAsciiDigit) ? "Password should have at least one number"
        : policy.Bool("RequireSymbols") is true && !password.Any(IsSymbol) ? "Password should have at least one symbol"
        : null;

    /// <summary>What holds in an account that set nothing: eight characters of three kinds.</summary>
    private static string? FaultByDefault(string password)
    {
        Func<char, bool>[] kinds = [char.IsAsciiLetterUpper, char.IsAsciiLetterLower, char.IsAsciiDigit, IsSymbol];
        return password.Length < 8 ? "Password should have a minimum length of 8"
            : kinds.Count(password.Any) < 3
                ? "Password should contain at least three of the following: uppercase letters, lowercase letters, numbers, and symbols"
            : null;
    }

    private static bool IsSymbol(char character) => Symbols.Contains(character, StringComparison.Ordinal);

    private static AwsException NotFound(OperationContext context) =>
        IdentityErrors.NoSuchEntity($"The Password Policy with domain name {context.Scope.Account} cannot be found.");
}
