using Quell.Engine.Permissions;
using Quell.Engine.Policies;

namespace Quell.Engine.Tests.Permissions;

/// <summary>Cases after the IAM User Guide, "Policy evaluation logic" and "Troubleshoot access denied error messages".</summary>
[Trait("Requirement", "N34")]
public sealed class AccessEvaluatorTests
{
    private const string Account = "111122223333";
    private const string User = "arn:aws:iam::111122223333:user/ann";
    private const string Role = "arn:aws:iam::111122223333:role/fixer";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/fixer/run";
    private const string Nothing = """{"Statement":[]}""";
    private const string All = """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";
    private const string Reads = """{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}""";
    private const string NoGets = """{"Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}}""";

    private static readonly PolicyCaller Ann = new(Account, [User]);
    private static readonly PolicyCaller Fixer = new(Account, [Session, Role]);

    [Theory]
    [InlineData(Nothing, "because no identity-based policy allows the s3:GetObject action")]
    [InlineData(Reads, null)]
    [InlineData(NoGets, "with an explicit deny in an identity-based policy")]
    public void An_identity_may_do_what_its_policies_allow(string policy, string? reason) =>
        Reason(Ann, [policy]).ShouldBe(reason);

    [Fact]
    public void A_deny_in_one_policy_beats_the_others() =>
        Reason(Ann, [All, NoGets, All]).ShouldBe("with an explicit deny in an identity-based policy");

    [Theory]
    [InlineData(Reads, null)]
    [InlineData(Nothing, "because no permissions boundary allows the s3:GetObject action")]
    [InlineData(NoGets, "with an explicit deny in a permissions boundary")]
    public void A_boundary_limits_what_policies_allow(string boundary, string? reason) =>
        Reason(Ann, [All], boundary: boundary).ShouldBe(reason);

    [Theory]
    [InlineData(Reads, null)]
    [InlineData(Nothing, "because no session policy allows the s3:GetObject action")]
    [InlineData(NoGets, "with an explicit deny in a session policy")]
    public void A_session_policy_limits_what_the_role_allows(string session, string? reason) =>
        Reason(Fixer, [All], session: session).ShouldBe(reason);

    [Theory]
    [InlineData(User, null)]
    [InlineData("*", null)]
    [InlineData(Account, "because no identity-based policy allows the s3:GetObject action")]
    [InlineData("arn:aws:iam::111122223333:root", "because no identity-based policy allows the s3:GetObject action")]
    [InlineData("arn:aws:iam::111122223333:user/bob", "because no identity-based policy allows the s3:GetObject action")]
    public void Within_an_account_the_resource_may_allow_a_user_by_itself(string principal, string? reason) =>
        Reason(Ann, [Nothing], resource: Grant(principal), boundary: Nothing).ShouldBe(reason);

    [Theory]
    [InlineData(Session, null)]
    [InlineData(Role, "because no permissions boundary allows the s3:GetObject action")]
    [InlineData("*", "because no permissions boundary allows the s3:GetObject action")]
    public void What_the_resource_grants_to_a_role_its_boundary_still_limits(string principal, string? reason) =>
        Reason(Fixer, [Nothing], resource: Grant(principal), boundary: Nothing).ShouldBe(reason);

    [Fact]
    public void A_resource_may_deny_its_own_account() => Reason(Ann, [All], resource: Grant(User).Replace("Allow", "Deny"))
        .ShouldBe("with an explicit deny in a resource-based policy");

    [Theory]
    [InlineData(User, All, null)]
    [InlineData(Account, All, null)]
    [InlineData(User, Nothing, "because no identity-based policy allows the s3:GetObject action")]
    [InlineData("arn:aws:iam::111122223333:user/bob", All, "because no resource-based policy allows the s3:GetObject action")]
    public void Across_accounts_both_sides_have_to_allow(string principal, string identity, string? reason) =>
        Reason(Ann, [identity], resource: Grant(principal), owner: "999999999999").ShouldBe(reason);

    [Theory]
    [InlineData("*", All, null)]
    [InlineData(User, Nothing, null)]
    [InlineData(Account, All, null)]
    [InlineData(Account, Nothing, "because no identity-based policy allows the sts:AssumeRole action")]
    [InlineData("999999999999", All, "because no role trust policy allows the sts:AssumeRole action")]
    public void A_role_lets_in_whom_its_trust_policy_names(string principal, string identity, string? reason)
    {
        var trust = PolicyDocument.Parse($$$"""{"Statement":{"Effect":"Allow","Principal":{"AWS":"{{{principal}}}"},"Action":"sts:AssumeRole"}}""");
        var decision = AccessEvaluator.Decide(
            new([PolicyDocument.Parse(identity)!]), new(Ann, "sts:AssumeRole", Role), new(trust, Account) { MustAllow = true, IsTrust = true });

        (decision.IsAllowed ? null : decision.Reason("sts:AssumeRole")).ShouldBe(reason);
    }

    [Fact]
    public void An_allowed_request_makes_no_garbage()
    {
        var policies = new PrincipalPolicies([.. new[] { NoGets, Reads, All }.Select(text => PolicyDocument.Parse(text)!)]) { Boundary = PolicyDocument.Parse(All) };
        var request = new PolicyRequest(Ann, "s3:PutObject", "arn:aws:s3:::logs/a");
        AccessEvaluator.Decide(policies, request, ResourceSide.Silent).IsAllowed.ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++)
        {
            AccessEvaluator.Decide(policies, request, ResourceSide.Silent);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static string Grant(string principal) =>
        $$$"""{"Statement":{"Effect":"Allow","Principal":{"AWS":"{{{principal}}}"},"Action":"s3:*","Resource":"*"}}""";

    private static string? Reason(
        PolicyCaller caller, string[] identity, string? boundary = null, string? session = null, string? resource = null, string? owner = null)
    {
        var policies = new PrincipalPolicies([.. identity.Select(text => PolicyDocument.Parse(text)!)])
        {
            Boundary = boundary is null ? null : PolicyDocument.Parse(boundary),
            Session = session is null ? [] : [PolicyDocument.Parse(session)!],
        };
        var decision = AccessEvaluator.Decide(
            policies, new(caller, "s3:GetObject", "arn:aws:s3:::logs/a"), new(resource is null ? null : PolicyDocument.Parse(resource), owner));
        return decision.IsAllowed ? null : decision.Reason("s3:GetObject");
    }
}
