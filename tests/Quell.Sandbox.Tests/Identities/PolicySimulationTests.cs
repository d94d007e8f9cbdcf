using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Identities;

namespace Quell.Sandbox.Tests.Identities;

public sealed class PolicySimulationTests
{
    private const string User = "arn:aws:iam::123456789012:user/ann";
    private const string Reads = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},{"Effect":"Deny","Action":"s3:GetObjectAcl","Resource":"*"},{"Effect":"Allow","Action":"s3:PutObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}""";

    private readonly TestAccount _account = new();

    [Fact]
    public void A_policy_says_what_it_would_allow()
    {
        var results = Results(_account.Call(
            "iam", "SimulateCustomPolicy", ("PolicyInputList", JsonArray.From([Reads])),
            ("ActionNames", JsonArray.From(["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject"])), ("ResourceArns", JsonArray.From(["arn:aws:s3:::logs/a"]))));

        results.ShouldBe(["s3:GetObject allowed aws:SecureTransport", "s3:GetObjectAcl explicitDeny aws:SecureTransport", "s3:PutObject implicitDeny aws:SecureTransport"]);
    }

    [Fact]
    public void A_context_entry_counts_as_known() => Results(_account.Call(
        "iam", "SimulateCustomPolicy", ("PolicyInputList", JsonArray.From([Reads])), ("ActionNames", JsonArray.From(["s3:PutObject"])),
        ("ContextEntries", new JsonArray([JsonObject.Of(("ContextKeyName", "aws:SecureTransport"), ("ContextKeyValues", JsonArray.From(["true"])), ("ContextKeyType", "boolean"))]))))
        .ShouldBe(["s3:PutObject allowed "]);

    [Fact]
    public void A_user_says_what_it_may_do_within_its_boundary()
    {
        _account.Call("iam", "CreateUser", ("UserName", "ann"));
        _account.Call("iam", "PutUserPolicy", ("UserName", "ann"), ("PolicyName", "p"), ("PolicyDocument", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"""));

        Bound("arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess");

        Results(_account.Call("iam", "SimulatePrincipalPolicy", ("PolicySourceArn", User), ("ActionNames", JsonArray.From(["ec2:DescribeVpcs", "ec2:CreateVpc"]))))
            .ShouldBe(["ec2:CreateVpc implicitDeny ", "ec2:DescribeVpcs allowed "]);
        _account.Refused("iam", "SimulatePrincipalPolicy", ("PolicySourceArn", User + "x"), ("ActionNames", JsonArray.From(["ec2:CreateVpc"]))).Code.ShouldBe("NoSuchEntity");
    }

    private void Bound(string policy)
    {
        var key = new ResourceKey(_account.Scope.Global, IdentityKind.User.Type, "ann");
        _account.State = _account.State.With(key, _account.State.Get(key)!.With("PermissionsBoundary", JsonObject.Of(("PermissionsBoundaryArn", policy))));
    }

    private static IEnumerable<string> Results(JsonObject answer) => answer.Array("EvaluationResults").Objects.Select(result =>
        $"{result.String("EvalActionName")} {result.String("EvalDecision")} {string.Join(',', result.Array("MissingContextValues").Strings)}");
}
