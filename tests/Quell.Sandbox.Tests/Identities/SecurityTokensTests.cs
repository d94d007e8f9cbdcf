using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Identities;

namespace Quell.Sandbox.Tests.Identities;

public sealed class SecurityTokensTests
{
    private const string Role = "arn:aws:iam::123456789012:role/fixer";

    private readonly TestAccount _account = new();

    [Fact]
    public void A_role_that_trusts_the_account_is_assumed_and_its_keys_are_known()
    {
        Create("""{"AWS":"arn:aws:iam::123456789012:root"}""");

        var answer = Assume();

        answer.Object("AssumedRoleUser")!.String("Arn").ShouldBe("arn:aws:sts::123456789012:assumed-role/fixer/night");
        var credentials = answer.Object("Credentials")!;
        credentials.String("AccessKeyId")!.ShouldStartWith("ASIA");
        credentials.String("Expiration").ShouldBe("2026-01-02T04:04:05Z");
        var key = AccessKeys.Find(_account.State, credentials.String("AccessKeyId")!).ShouldNotBeNull();
        key.SessionToken.ShouldBe(credentials.String("SessionToken"));
        key.Expires.ShouldBe(_account.Now.AddHours(1));
        _account.Caller = key.Principal;
        _account.Call("sts", "GetCallerIdentity").String("Arn").ShouldBe("arn:aws:sts::123456789012:assumed-role/fixer/night");
        key.Principal.ToUserIdentity().Object("sessionContext")!.Object("sessionIssuer")!.String("arn").ShouldBe(Role);
    }

    [Theory]
    [InlineData("""{"Service":"lambda.amazonaws.com"}""")]
    [InlineData("""{"AWS":"arn:aws:iam::999999999999:root"}""")]
    public void A_role_that_does_not_trust_the_caller_is_refused(string principal)
    {
        Create(principal);

        var refused = _account.Refused("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night"));

        refused.Code.ShouldBe("AccessDenied");
        refused.Status.ShouldBe(403);
        refused.Message.ShouldBe(
            $"User: arn:aws:iam::123456789012:root is not authorized to perform: sts:AssumeRole on resource: {Role}");
    }

    [Fact]
    public void A_session_keeps_the_policies_that_it_was_opened_with()
    {
        const string Mine = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";
        Create("""{"AWS":"arn:aws:iam::123456789012:root"}""");

        var answer = _account.Call(
            "sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night"), ("Policy", Mine),
            ("PolicyArns", new JsonArray([JsonObject.Of(("arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"))])));

        var key = AccessKeys.Find(_account.State, answer.Object("Credentials")!.String("AccessKeyId")!).ShouldNotBeNull();
        var policies = key.Principal.Session.ShouldNotBeNull().Policies;
        (policies.Length, policies[0]).ShouldBe((2, Mine));
        policies[1].ShouldContain("ec2:Describe*");
        _account.Refused("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night"), ("Policy", "{")).Code.ShouldBe("MalformedPolicyDocument");
    }

    [Fact]
    public void A_missing_role_is_refused_like_one_that_does_not_trust() =>
        _account.Refused("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night")).Code.ShouldBe("AccessDenied");

    [Fact]
    public void A_role_of_another_account_is_assumed_from_here_and_lives_there()
    {
        Create("""{"AWS":"999999999999"}""", """{"StringEquals":{"sts:ExternalId":"42"}}""");
        _account.Scope = new Scope("999999999999", "us-east-1");

        _account.Refused("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night")).Code.ShouldBe("AccessDenied");
        var answer = _account.Call("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night"), ("ExternalId", "42"));

        AccessKeys.Find(_account.State, answer.Object("Credentials")!.String("AccessKeyId")!)!.Principal.Account.ShouldBe("123456789012");
    }

    [Fact]
    public void Credentials_are_remembered_for_a_day_after_they_expired()
    {
        Create("""{"AWS":"123456789012"}""");
        var id = Assume().Object("Credentials")!.String("AccessKeyId")!;

        _account.Pass(TimeSpan.FromHours(2));
        AccessKeys.Find(_account.State, id)!.Expires!.Value.ShouldBeLessThan(_account.Now);
        _account.Pass(TimeSpan.FromHours(24));
        AccessKeys.Find(_account.State, id).ShouldBeNull();
    }

    [Fact]
    public void A_session_lasts_no_longer_than_the_role_allows()
    {
        Create("""{"AWS":"123456789012"}""");

        _account.Refused("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night"), ("DurationSeconds", 7200)).Message
            .ShouldBe("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    [Fact]
    public void A_user_gets_a_session_of_itself_and_a_session_gets_none()
    {
        _account.Caller = new Principal
        {
            Type = "IAMUser",
            PrincipalId = "AIDA1",
            Arn = "arn:aws:iam::123456789012:user/alice",
            Account = "123456789012",
            UserName = "alice",
        };

        var id = _account.Call("sts", "GetSessionToken").Object("Credentials")!.String("AccessKeyId")!;

        AccessKeys.Find(_account.State, id)!.Principal.UserName.ShouldBe("alice");
        _account.Call("sts", "GetAccessKeyInfo", ("AccessKeyId", id)).String("Account").ShouldBe("123456789012");
        _account.Caller = _account.Caller with { Type = "AssumedRole" };
        _account.Refused("sts", "GetSessionToken").Code.ShouldBe("AccessDenied");
    }

    private JsonObject Assume() => _account.Call("sts", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "night"));

    private void Create(string principal, string condition = "{}") => _account.Call(
        "iam",
        "CreateRole",
        ("RoleName", "fixer"),
        ("AssumeRolePolicyDocument", $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole","Condition":{{condition}}}]}
            """));
}
