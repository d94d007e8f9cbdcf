using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Tests.Buckets;

public sealed class BucketAccessTests
{
    private static readonly Scope Home = new(TestAccount.Account, "us-east-1");
    private static readonly Scope Away = new("999999999999", "us-east-1");

    private readonly TestAccount _account = new();

    public BucketAccessTests()
    {
        _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));
        _account.Call("s3", "PutObject", ("Bucket", "logs-1"), ("Key", "a"));
    }

    [Fact]
    public void Another_account_is_let_in_by_the_policy_and_no_further()
    {
        Refused(Away, "GetObject", ("Key", "a")).ShouldBe("AccessDenied");

        Policy("""{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::logs-1/*"}""");

        In(Away).Call("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"));
        Refused(Away, "DeleteObject", ("Key", "a")).ShouldBe("AccessDenied");
        Refused(Away, "GetBucketPolicy").ShouldBe("AccessDenied");
    }

    [Fact]
    public void A_policy_that_denies_counts_for_the_owner_who_can_still_take_it_back()
    {
        Policy("""{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::logs-1","arn:aws:s3:::logs-1/*"]}""");

        Refused(Home, "GetObject", ("Key", "a")).ShouldBe("AccessDenied");
        In(Home).Call("s3", "DeleteBucketPolicy", ("Bucket", "logs-1"));
        In(Home).Call("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"));
    }

    [Fact]
    public void Deleting_many_asks_the_policy_for_each()
    {
        Policy("""{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::logs-1/a"}""");
        _account.Call("s3", "PutObject", ("Bucket", "logs-1"), ("Key", "b"));

        var answer = _account.Call("s3", "DeleteObjects", ("Bucket", "logs-1"), (
            "Delete", (JsonObject)JsonValue.Parse("""{"Objects": [{"Key": "a"}, {"Key": "b"}]}""")));

        answer.Array("Deleted").Objects.Single().String("Key").ShouldBe("b");
        answer.Array("Errors").Objects.Single().String("Code").ShouldBe("AccessDenied");
    }

    [Fact]
    public void A_policy_that_asks_for_TLS_does_not_lock_loopback_out()
    {
        Policy("""{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::logs-1/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""");

        In(Home).Call("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"));
    }

    [Fact]
    public void A_public_policy_is_blocked_until_the_block_is_taken_away()
    {
        const string Public = """{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs-1/*"}""";
        _account.Refused("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", Document(Public))).Code.ShouldBe("AccessDenied");

        _account.Call("s3", "DeletePublicAccessBlock", ("Bucket", "logs-1"));
        _account.Refused("s3", "GetPublicAccessBlock", ("Bucket", "logs-1")).Code.ShouldBe("NoSuchPublicAccessBlockConfiguration");
        Policy(Public);

        _account.Call("s3", "GetBucketPolicyStatus", ("Bucket", "logs-1")).Object("PolicyStatus")!.Bool("IsPublic").ShouldBe(true);
        In(Away).Call("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"));
        In(Home).Call("s3", "PutPublicAccessBlock", ("Bucket", "logs-1"), (
            "PublicAccessBlockConfiguration", JsonObject.Of(("RestrictPublicBuckets", true))));
        Refused(Away, "GetObject", ("Key", "a")).ShouldBe("AccessDenied");
    }

    [Theory]
    [InlineData("x", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::logs-1"}]}""", "Missing required field Principal")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}]}""", "Policy has invalid resource")]
    public void Refuses_a_policy_that_makes_no_sense(string policy, string message)
    {
        var refused = _account.Refused("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", policy));

        refused.Code.ShouldBe("MalformedPolicy");
        refused.Message.ShouldBe(message);
    }

    [Fact]
    public void The_owner_that_is_expected_must_be_the_owner() =>
        Refused(Home, "GetObject", ("Key", "a"), ("ExpectedBucketOwner", "999999999999")).ShouldBe("AccessDenied");

    [Fact]
    public void Acls_do_nothing_until_ownership_allows_them()
    {
        _account.Refused("s3", "PutBucketAcl", ("Bucket", "logs-1"), ("ACL", "public-read")).Code.ShouldBe("AccessControlListNotSupported");
        _account.Call("s3", "PutBucketOwnershipControls", ("Bucket", "logs-1"), ("OwnershipControls", (JsonObject)JsonValue.Parse(
            """{"Rules": [{"ObjectOwnership": "ObjectWriter"}]}""")));
        _account.Refused("s3", "PutBucketAcl", ("Bucket", "logs-1"), ("ACL", "public-read")).Code.ShouldBe("AccessDenied");
        _account.Call("s3", "DeletePublicAccessBlock", ("Bucket", "logs-1"));
        _account.Call("s3", "PutBucketAcl", ("Bucket", "logs-1"), ("ACL", "public-read"));

        _account.Call("s3", "GetBucketAcl", ("Bucket", "logs-1")).Array("Grants").Objects.Select(grant => grant.String("Permission"))
            .ShouldBe(["FULL_CONTROL", "READ"]);
    }

    [Theory]
    [InlineData("GetBucketVersioning", null)]
    [InlineData("GetBucketLogging", null)]
    [InlineData("GetBucketCors", "NoSuchCORSConfiguration")]
    [InlineData("GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError")]
    public void What_a_bucket_does_not_have_reads_as_absent(string operation, string? code) =>
        (_account.Run("s3", operation, JsonObject.Of(("Bucket", "logs-1"))).Error?.Code).ShouldBe(code);

    private TestAccount In(Scope scope)
    {
        _account.Scope = scope;
        return _account;
    }

    private void Policy(string statement) => In(Home).Call("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", Document(statement)));

    private static string Document(string statement) => $$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""";

    private string Refused(Scope scope, string operation, params (string, JsonValue?)[] more) =>
        In(scope).Refused("s3", operation, [("Bucket", "logs-1"), .. more]).Code;
}
