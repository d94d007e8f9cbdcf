using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Identities;

public sealed class ManagedPoliciesTests
{
    private const string Arn = "arn:aws:iam::123456789012:policy/net/tagger";
    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}""";

    private readonly TestAccount _account = new();

    [Fact]
    public void A_policy_is_attached_counted_and_deleted_after_it_is_detached()
    {
        Create().Object("Policy")!.String("Arn").ShouldBe(Arn);
        _account.Call("iam", "CreateUser", ("UserName", "alice"));
        _account.Call("iam", "AttachUserPolicy", ("UserName", "alice"), ("PolicyArn", Arn));

        _account.Call("iam", "GetPolicy", ("PolicyArn", Arn)).Object("Policy")!.Long("AttachmentCount").ShouldBe(1);
        _account.Call("iam", "ListEntitiesForPolicy", ("PolicyArn", Arn)).Array("PolicyUsers").Objects.Single()
            .String("UserName").ShouldBe("alice");
        _account.Refused("iam", "DeletePolicy", ("PolicyArn", Arn)).Message.ShouldBe("Cannot delete a policy attached to entities.");
        _account.Refused("iam", "DeleteUser", ("UserName", "alice")).Code.ShouldBe("DeleteConflict");
        _account.Call("iam", "DetachUserPolicy", ("UserName", "alice"), ("PolicyArn", Arn));
        _account.Call("iam", "DeletePolicy", ("PolicyArn", Arn));
        _account.Refused("iam", "GetPolicy", ("PolicyArn", Arn)).Message.ShouldBe($"Policy {Arn} was not found.");
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        Create();

        _account.Refused("iam", "CreatePolicy", ("PolicyName", "tagger"), ("PolicyDocument", Document)).Message
            .ShouldBe("A policy called tagger already exists. Duplicate names are not allowed.");
    }

    [Fact]
    public void Up_to_five_versions_one_of_them_the_default()
    {
        Create();
        for (var version = 2; version <= 5; version++)
        {
            _account.Call("iam", "CreatePolicyVersion", ("PolicyArn", Arn), ("PolicyDocument", Document), ("SetAsDefault", version == 3))
                .Object("PolicyVersion")!.String("VersionId").ShouldBe($"v{version}");
        }

        _account.Refused("iam", "CreatePolicyVersion", ("PolicyArn", Arn), ("PolicyDocument", Document)).Code.ShouldBe("LimitExceeded");
        _account.Call("iam", "GetPolicy", ("PolicyArn", Arn)).Object("Policy")!.String("DefaultVersionId").ShouldBe("v3");
        _account.Refused("iam", "DeletePolicyVersion", ("PolicyArn", Arn), ("VersionId", "v3")).Code.ShouldBe("DeleteConflict");
        _account.Call("iam", "DeletePolicyVersion", ("PolicyArn", Arn), ("VersionId", "v1"));
        _account.Call("iam", "ListPolicyVersions", ("PolicyArn", Arn)).Array("Versions").Count.ShouldBe(4);
        var shown = _account.Call("iam", "GetPolicyVersion", ("PolicyArn", Arn), ("VersionId", "v3")).Object("PolicyVersion")!;
        shown.Bool("IsDefaultVersion").ShouldBe(true);
        Uri.UnescapeDataString(shown.String("Document")!).ShouldBe(Document);
    }

    [Fact]
    public void Policies_of_AWS_are_shown_with_their_documents()
    {
        const string Aws = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

        var policy = _account.Call("iam", "GetPolicy", ("PolicyArn", Aws)).Object("Policy")!;

        policy.String("PolicyName").ShouldBe("AWSLambdaBasicExecutionRole");
        policy.String("Path").ShouldBe("/service-role/");
        policy.String("DefaultVersionId").ShouldBe("v1");
        var version = _account.Call("iam", "GetPolicyVersion", ("PolicyArn", Aws), ("VersionId", "v1")).Object("PolicyVersion")!;
        Uri.UnescapeDataString(version.String("Document")!).ShouldContain("logs:CreateLogStream");
        _account.Refused("iam", "GetPolicyVersion", ("PolicyArn", Aws), ("VersionId", "v999")).Code.ShouldBe("NoSuchEntity");
        _account.Refused("iam", "DeletePolicy", ("PolicyArn", Aws)).Code.ShouldBe("NoSuchEntity");
    }

    [Fact]
    public void Policies_of_AWS_are_listed_in_pages_where_they_are_asked_for()
    {
        Create();

        _account.Call("iam", "ListPolicies", ("Scope", "Local")).Array("Policies").Objects.Select(policy => policy.String("Arn")).ShouldBe([Arn]);
        var page = _account.Call("iam", "ListPolicies", ("Scope", "AWS"), ("PathPrefix", "/job-function/"), ("MaxItems", 3));
        (page.Array("Policies").Count, page.Bool("IsTruncated")).ShouldBe((3, true));
        page.Array("Policies").Objects.ShouldAllBe(policy => policy.String("Path") == "/job-function/");
        _account.Call("iam", "ListPolicies", ("OnlyAttached", true)).Array("Policies").ShouldBeEmpty();
    }

    [Fact]
    public void Only_policies_that_AWS_has_can_be_attached()
    {
        _account.Call("iam", "CreateUser", ("UserName", "ann"));

        _account.Call("iam", "AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"));
        _account.Refused("iam", "AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadEverything")).Message
            .ShouldBe("Policy arn:aws:iam::aws:policy/ReadEverything does not exist or is not attachable.");
    }

    private JsonObject Create() => _account.Call(
        "iam", "CreatePolicy", ("PolicyName", "tagger"), ("Path", "/net/"), ("PolicyDocument", Document));
}
