using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Tests.Buckets;

public sealed class BucketCreationTests
{
    private readonly TestAccount _account = new();

    [Theory]
    [InlineData("Logs")]
    [InlineData("ab")]
    [InlineData("10.0.0.1")]
    [InlineData("a..b")]
    [InlineData("-logs")]
    [InlineData("logs_1")]
    [InlineData("xn--logs")]
    [InlineData("logs-s3alias")]
    public void Refuses_a_name_that_breaks_the_rules(string name)
    {
        var refused = _account.Refused("s3", "CreateBucket", ("Bucket", name));

        refused.Code.ShouldBe("InvalidBucketName");
        refused.Message.ShouldBe("The specified bucket is not valid.");
    }

    [Fact]
    public void Creating_a_bucket_twice_succeeds_in_us_east_1_and_is_refused_elsewhere()
    {
        Create("us-east-1", "logs-1").String("Location").ShouldBe("/logs-1");
        Create("us-east-1", "logs-1").String("Location").ShouldBe("/logs-1");

        Create("eu-west-1", "logs-2", "eu-west-1").String("Location").ShouldBe("http://logs-2.s3.amazonaws.com/");
        _account.Refused("s3", "CreateBucket", ("Bucket", "logs-2"), Constraint("eu-west-1")).Code.ShouldBe("BucketAlreadyOwnedByYou");
    }

    [Fact]
    public void A_name_that_another_account_has_is_taken()
    {
        Create("us-east-1", "logs-1");
        _account.Scope = new("999999999999", "us-east-1");

        _account.Refused("s3", "CreateBucket", ("Bucket", "logs-1")).Code.ShouldBe("BucketAlreadyExists");
        _account.Refused("s3", "DeleteBucket", ("Bucket", "logs-1")).Code.ShouldBe("AccessDenied");
        _account.Call("s3", "ListBuckets").Array("Buckets").Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("eu-west-1", null, "IllegalLocationConstraintException", "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")]
    [InlineData("eu-west-1", "eu-west-2", "IllegalLocationConstraintException", "The eu-west-2 location constraint is incompatible for the region specific endpoint this request was sent to.")]
    [InlineData("us-east-1", "us-east-1", "InvalidLocationConstraint", "The specified location-constraint is not valid")]
    [InlineData("us-east-1", "nowhere", "InvalidLocationConstraint", "The specified location-constraint is not valid")]
    public void Refuses_a_location_that_does_not_fit_the_endpoint(string region, string? constraint, string code, string message)
    {
        _account.Scope = new(TestAccount.Account, region);

        var refused = _account.Refused("s3", "CreateBucket", ("Bucket", "logs-1"), Constraint(constraint));

        refused.Code.ShouldBe(code);
        refused.Message.ShouldBe(message);
    }

    [Fact]
    public void Lists_the_buckets_of_all_regions_by_name_and_in_pages()
    {
        Create("eu-west-1", "b-bucket", "eu-west-1");
        Create("us-east-1", "a-bucket");
        Create("us-east-1", "c-bucket", "ap-south-1");

        var first = _account.Call("s3", "ListBuckets", ("MaxBuckets", 2));
        var second = _account.Call("s3", "ListBuckets", ("MaxBuckets", 2), ("ContinuationToken", first.String("ContinuationToken")!));

        Names(first).ShouldBe(["a-bucket", "b-bucket"]);
        Names(second).ShouldBe(["c-bucket"]);
        second.Has("ContinuationToken").ShouldBeFalse();
        _account.Call("s3", "GetBucketLocation", ("Bucket", "c-bucket")).String("LocationConstraint").ShouldBe("ap-south-1");
        _account.Call("s3", "GetBucketLocation", ("Bucket", "a-bucket")).Has("LocationConstraint").ShouldBeFalse();
        _account.Call("s3", "HeadBucket", ("Bucket", "b-bucket")).String("BucketRegion").ShouldBe("eu-west-1");
    }

    [Fact]
    public void A_deleted_bucket_is_gone_and_its_name_free()
    {
        Create("us-east-1", "logs-1");
        _account.Call("s3", "DeleteBucket", ("Bucket", "logs-1"));

        var refused = _account.Refused("s3", "HeadBucket", ("Bucket", "logs-1"));
        refused.Code.ShouldBe("NoSuchBucket");
        refused.Status.ShouldBe(404);
        _account.Scope = new("999999999999", "us-east-1");
        _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));
    }

    [Fact]
    public void What_it_cannot_do_it_refuses_rather_than_ignores()
    {
        _account.Refused("s3", "CreateBucket", ("Bucket", "logs-1"), ("ObjectLockEnabledForBucket", true)).Code.ShouldBe("NotImplemented");
        _account.Refused("s3", "CreateBucket", ("Bucket", "logs-1"), ("ACL", "public-read")).Code
            .ShouldBe("InvalidBucketAclWithObjectOwnership");
        _account.Call("s3", "ListBuckets").Array("Buckets").Count.ShouldBe(0);
    }

    private JsonObject Create(string region, string name, string? constraint = null)
    {
        _account.Scope = new Scope(TestAccount.Account, region);
        return _account.Call("s3", "CreateBucket", ("Bucket", name), Constraint(constraint));
    }

    private static (string, JsonValue?) Constraint(string? region) => (
        "CreateBucketConfiguration", region is null ? null : JsonObject.Of(("LocationConstraint", region)));

    private static IEnumerable<string?> Names(JsonObject answer) => answer.Array("Buckets").Objects.Select(bucket => bucket.String("Name"));
}
