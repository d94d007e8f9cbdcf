using Quell.Server;

namespace Quell.Tests.Server;

public class VirtualHostTests
{
    [Theory]
    [InlineData("127.0.0.1:4600", null)]
    [InlineData("localhost:4600", null)]
    [InlineData("[::1]:4600", null)]
    [InlineData("bucket.localhost:4600", "bucket")]
    [InlineData("my.bucket.localhost", "my.bucket")]
    [InlineData("s3.localhost:4600", null)]
    [InlineData("s3.eu-west-1.localhost:4600", null)]
    [InlineData("bucket.s3.localhost:4600", "bucket")]
    [InlineData("bucket.s3.eu-west-1.localhost:4600", "bucket")]
    [InlineData("bucket.s3.amazonaws.com", "bucket")]
    [InlineData("bucket.s3.eu-west-1.amazonaws.com", "bucket")]
    [InlineData("s3.amazonaws.com", null)]
    public void The_host_names_the_bucket_or_leaves_it_to_the_path(string host, string? bucket) => VirtualHost.Bucket(host).ShouldBe(bucket);
}
