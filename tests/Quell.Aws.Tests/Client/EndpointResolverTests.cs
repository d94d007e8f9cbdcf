using Quell.Aws.Client;
using Quell.Aws.Models;

namespace Quell.Aws.Tests.Client;

public sealed class EndpointResolverTests
{
    /// <summary>Facts of botocore's endpoint rules (1.43).</summary>
    [Theory]
    [InlineData("ec2", "eu-west-1", "https://ec2.eu-west-1.amazonaws.com", "eu-west-1", "ec2")]
    [InlineData("ec2", "cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn", "cn-north-1", "ec2")]
    [InlineData("ec2", "eu-north-9", "https://ec2.eu-north-9.amazonaws.com", "eu-north-9", "ec2")]
    [InlineData("s3", "us-west-2", "https://s3.us-west-2.amazonaws.com", "us-west-2", "s3")]
    [InlineData("iam", "eu-west-1", "https://iam.amazonaws.com", "us-east-1", "iam")]
    [InlineData("iam", "cn-north-1", "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1", "iam")]
    [InlineData("route53", "eu-west-1", "https://route53.amazonaws.com", "us-east-1", "route53")]
    [InlineData("organizations", "eu-west-1", "https://organizations.us-east-1.amazonaws.com", "us-east-1", "organizations")]
    [InlineData("sts", "eu-west-1", "https://sts.eu-west-1.amazonaws.com", "eu-west-1", "sts")]
    [InlineData("stepfunctions", "us-east-1", "https://states.us-east-1.amazonaws.com", "us-east-1", "states")]
    [InlineData("cloudwatch", "us-east-1", "https://monitoring.us-east-1.amazonaws.com", "us-east-1", "monitoring")]
    public void Services_are_found_where_they_are(string service, string region, string authority, string signingRegion, string signingName) =>
        new EndpointResolver(ServiceCatalog.Default, null).Resolve(ServiceCatalog.Default.Get(service), region, "")
            .ShouldBe(new(authority, signingRegion, signingName));

    [Fact]
    public void A_fixed_endpoint_serves_every_service_and_keeps_what_is_signed() =>
        new EndpointResolver(ServiceCatalog.Default, "http://127.0.0.1:4566/").Resolve(ServiceCatalog.Default.Get("iam"), "eu-west-1", "x.")
            .ShouldBe(new("http://127.0.0.1:4566", "us-east-1", "iam"));

    [Fact]
    public void A_host_prefix_goes_in_front() =>
        new EndpointResolver(ServiceCatalog.Default, null).Resolve(ServiceCatalog.Default.Get("s3control"), "eu-west-1", "123456789012.").Authority
            .ShouldBe("https://123456789012.s3-control.eu-west-1.amazonaws.com");
}
