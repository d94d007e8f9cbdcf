using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Objects;

public sealed class ObjectListingTests
{
    private static readonly string[] Keys = ["a.txt", "dir/1", "dir/2", "dir/sub/3", "é", "z/1", "\U0001F600", "\uFFFD"];

    private readonly TestAccount _account = new();

    public ObjectListingTests()
    {
        _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));
        foreach (var key in Keys)
        {
            _account.Call("s3", "PutObject", ("Bucket", "logs-1"), ("Key", key));
        }
    }

    [Fact]
    public void Keys_come_in_the_order_of_their_bytes() =>
        List().Array("Contents").Objects.Select(found => found.String("Key"))
            .ShouldBe(["a.txt", "dir/1", "dir/2", "dir/sub/3", "z/1", "é", "\uFFFD", "\U0001F600"]);

    [Theory]
    [InlineData("", "/", "a.txt é \uFFFD \U0001F600", "dir/ z/")]
    [InlineData("dir/", "/", "dir/1 dir/2", "dir/sub/")]
    [InlineData("dir", "", "dir/1 dir/2 dir/sub/3", "")]
    [InlineData("dir", "/", "", "dir/")]
    [InlineData("x", "/", "", "")]
    public void Keys_are_rolled_up_at_the_delimiter(string prefix, string delimiter, string keys, string prefixes)
    {
        var answer = List(("Prefix", prefix), ("Delimiter", delimiter));

        string.Join(' ', answer.Array("Contents").Objects.Select(found => found.String("Key"))).ShouldBe(keys);
        string.Join(' ', answer.Array("CommonPrefixes").Objects.Select(found => found.String("Prefix"))).ShouldBe(prefixes);
        answer.Bool("IsTruncated").ShouldBe(false);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "")]
    [InlineData(3, "/")]
    [InlineData(1, "/")]
    public void Pages_together_are_the_whole_listing(int size, string delimiter)
    {
        var all = Names(List(("Delimiter", delimiter)));
        var paged = new List<string>();
        string? token = null;
        do
        {
            var page = List(("Delimiter", delimiter), ("MaxKeys", size), ("ContinuationToken", token is null ? null : (JsonValue)token));
            page.Long("KeyCount")!.Value.ShouldBeLessThanOrEqualTo(size);
            paged.AddRange(Names(page));
            token = page.String("NextContinuationToken");
        }
        while (token is not null);

        paged.Order(StringComparer.Ordinal).ShouldBe(all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_elder_listing_goes_on_after_a_marker()
    {
        var first = _account.Call("s3", "ListObjects", ("Bucket", "logs-1"), ("Delimiter", "/"), ("MaxKeys", 2));
        first.String("NextMarker").ShouldBe("dir/");
        first.Bool("IsTruncated").ShouldBe(true);

        var second = _account.Call("s3", "ListObjects", ("Bucket", "logs-1"), ("Delimiter", "/"), ("Marker", "dir/"));
        Names(second).ShouldBe(["é", "\uFFFD", "\U0001F600", "z/"]);
    }

    [Fact]
    public void A_listing_starts_after_a_key() =>
        Names(List(("StartAfter", "dir/2"), ("Prefix", "dir/"))).ShouldBe(["dir/sub/3"]);

    [Fact]
    public void A_token_that_nobody_gave_is_refused() =>
        _account.Refused("s3", "ListObjectsV2", ("Bucket", "logs-1"), ("ContinuationToken", "!")).Code.ShouldBe("InvalidArgument");

    private JsonObject List(params (string, JsonValue?)[] more) =>
        _account.Call("s3", "ListObjectsV2", JsonObject.Of([("Bucket", "logs-1"), .. more]));

    private static string[] Names(JsonObject answer) =>
    [
        .. answer.Array("Contents").Objects.Select(found => found.String("Key")!),
        .. answer.Array("CommonPrefixes").Objects.Select(found => found.String("Prefix")!),
    ];
}
