using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Permissions;
using Quell.Tests.Gate;

namespace Quell.Tests.Permissions;

[Trait("Requirement", "N34")]
public sealed class PermissionCheckTests : IAsyncDisposable
{
    private const string Account = "123456789012";
    private const string Role = "arn:aws:iam::123456789012:role/ops/fixer";
    private static readonly Scope Scope = new(Account, "eu-west-1");

    private readonly GateHouse _house = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public void A_sessions_role_says_what_it_may_do()
    {
        Put("iam:role", "fixer", JsonObject.Of(("Arn", Role), ("RoleName", "fixer"), ("InlinePolicies", JsonObject.Of(("p", Allow("ec2:StopInstances", "arn:aws:ec2:*:*:instance/i-1"))))));

        Denial(Session(), "ec2", "StopInstances", ("InstanceIds", JsonArray.From(["i-1"]))).ShouldBeNull();
        Denial(Session(), "ec2", "StopInstances", ("InstanceIds", JsonArray.From(["i-1", "i-2"]))).ShouldBe(
            "You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/fixer/run is not authorized to perform: "
            + "ec2:StopInstances on resource: arn:aws:ec2:eu-west-1:123456789012:instance/i-2 because no identity-based policy allows the ec2:StopInstances action");
    }

    [Fact]
    public void An_execution_whose_role_does_not_exist_is_told_so_and_acts_only_where_that_is_allowed()
    {
        Denial(Session(), "ec2", "DescribeVpcs").ShouldNotBeNull().ShouldContain($"because the role {Role} does not exist. With --allow-no-role");
        Check(allowsNoRole: true).Denial(Call(Session(), "ec2", "DescribeVpcs")).ShouldBeNull();
        Check(allowsNoRole: true).Denial(Call(Session(), "ec2", "DescribeVpcs") with { Cause = null }).ShouldNotBeNull().ShouldContain("no identity-based policy");
        Check(elsewhere: true).Denial(Call(Session(), "sqs", "ListQueues") with { Cause = null }).ShouldBeNull();
    }

    [Fact]
    public void An_administrator_and_a_service_may_do_anything()
    {
        Denial(Principal.Root(Account), "iam", "DeleteUser", ("UserName", "ann")).ShouldBeNull();
        Denial(Principal.Service(Account, "events.amazonaws.com"), "sqs", "SendMessage").ShouldBeNull();
    }

    [Fact]
    public void Tags_of_caller_request_and_resource_are_known()
    {
        const string Policy = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}}""";
        Put("iam:role", "fixer", JsonObject.Of(("Arn", Role), ("Tags", Tags("net")), ("InlinePolicies", JsonObject.Of(("p", Policy)))));
        Put("ec2:instance", "i-1", JsonObject.Of(("Tags", Tags("net"))), Scope);
        Put("ec2:instance", "i-2", JsonObject.Of(("Tags", Tags("web"))), Scope);

        Denial(Session(), "ec2", "StopInstances", ("InstanceIds", JsonArray.From(["i-1"]))).ShouldBeNull();
        Denial(Session(), "ec2", "StopInstances", ("InstanceIds", JsonArray.From(["i-2"]))).ShouldNotBeNull().ShouldContain("instance/i-2");
    }

    [Fact]
    public void Sessions_from_before_a_time_can_be_revoked()
    {
        const string Revoke = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-01-02T00:00:00Z"}}}]}""";
        Put("iam:role", "fixer", JsonObject.Of(("Arn", Role), ("InlinePolicies", JsonObject.Of(("p", Revoke)))));

        Denial(Session(new(2026, 1, 1, 23, 0, 0, TimeSpan.Zero)), "ec2", "DescribeVpcs").ShouldNotBeNull().ShouldEndWith("with an explicit deny in an identity-based policy");
        Denial(Session(new(2026, 1, 2, 1, 0, 0, TimeSpan.Zero)), "ec2", "DescribeVpcs").ShouldBeNull();
    }

    [Fact]
    public void A_user_has_the_policies_of_its_groups_and_IAMs_ARNs_have_their_path()
    {
        Put("iam:user", "ann", JsonObject.Of(("Arn", "arn:aws:iam::123456789012:user/dev/ann"), ("UserName", "ann")));
        Put("iam:group", "devs", JsonObject.Of(("UserNames", JsonArray.From(["ann"])), ("InlinePolicies", JsonObject.Of(("p", Allow("iam:GetUser", "arn:aws:iam::*:user/dev/*"))))));
        var ann = new Principal { Type = "IAMUser", PrincipalId = "AIDA", Arn = "arn:aws:iam::123456789012:user/dev/ann", Account = Account, UserName = "ann" };

        Denial(ann, "iam", "GetUser", ("UserName", "ann")).ShouldBeNull();
        Denial(ann, "iam", "GetUser", ("UserName", "bob")).ShouldNotBeNull();
    }

    [Fact]
    public void A_role_may_only_be_passed_with_permission()
    {
        Put("iam:role", "fixer", JsonObject.Of(("Arn", Role), ("InlinePolicies", JsonObject.Of(("p", Allow("lambda:*", "*"))))));

        Denial(Session(), "lambda", "CreateFunction", ("FunctionName", "f"), ("Role", "arn:aws:iam::123456789012:role/admin")).ShouldBe(
            "User: arn:aws:sts::123456789012:assumed-role/fixer/run is not authorized to perform: iam:PassRole on resource: "
            + "arn:aws:iam::123456789012:role/admin because no identity-based policy allows the iam:PassRole action");
    }

    [Fact]
    public void A_queues_own_policy_can_deny_and_another_accounts_has_to_allow()
    {
        const string NotSession = """{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage"}}""";
        Put("iam:role", "fixer", JsonObject.Of(("Arn", Role), ("InlinePolicies", JsonObject.Of(("p", Allow("sqs:*", "*"))))));
        Put("sqs:queue", "mine", JsonObject.Of(("Attributes", JsonObject.Of(("Policy", NotSession)))), Scope);

        Denial(Session(), "sqs", "SendMessage", ("QueueUrl", $"http://x/{Account}/mine")).ShouldNotBeNull().ShouldEndWith("with an explicit deny in a resource-based policy");
        Denial(Session(), "sqs", "SendMessage", ("QueueUrl", $"http://x/{Account}/other")).ShouldBeNull();
        Denial(Session(), "sqs", "SendMessage", ("QueueUrl", "http://x/999999999999/theirs")).ShouldNotBeNull().ShouldEndWith("because no resource-based policy allows the sqs:SendMessage action");
    }

    private static string Allow(string action, string resource) =>
        JsonObject.Of(("Version", "2012-10-17"), ("Statement", JsonObject.Of(("Effect", "Allow"), ("Action", action), ("Resource", resource)))).ToString();

    private static JsonArray Tags(string team) => new([JsonObject.Of(("Key", "team"), ("Value", team))]);

    private static Principal Session(DateTimeOffset? created = null) => new()
    {
        Type = "AssumedRole",
        PrincipalId = "AROA:run",
        Arn = "arn:aws:sts::123456789012:assumed-role/fixer/run",
        Account = Account,
        Session = new RoleSession("AROA", Role, "fixer", created ?? new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero)),
    };

    private static Call Call(Principal principal, string service, string operation, params ReadOnlySpan<(string, JsonValue?)> input) => new()
    {
        RequestId = "r",
        Service = service,
        Operation = operation,
        Input = JsonObject.Of(input),
        Scope = Scope,
        Principal = principal,
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Cause = new CallCause("exec-1"),
    };

    private PermissionCheck Check(bool allowsNoRole = false, bool elsewhere = false) =>
        new(_house.Store) { AllowsNoRole = allowsNoRole, AreIdentitiesElsewhere = elsewhere };

    private string? Denial(Principal principal, string service, string operation, params ReadOnlySpan<(string, JsonValue?)> input) =>
        Check().Denial(Call(principal, service, operation, input));

    private void Put(string type, string id, JsonObject value, Scope? scope = null) => _house.Store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        edit.Put(scope ?? Scope.Global, type, id, value);
        return new ResourceStep<bool>(edit, true);
    });
}
