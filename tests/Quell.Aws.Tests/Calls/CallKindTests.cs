using Quell.Aws.Calls;
using Quell.Aws.Models;

namespace Quell.Aws.Tests.Calls;

public sealed class CallKindTests
{
    [Theory]
    [InlineData("ec2", "DescribeVpcs", true)]
    [InlineData("s3", "HeadObject", true)]
    [InlineData("s3", "ListObjectsV2", true)]
    [InlineData("sts", "AssumeRole", true)]
    [InlineData("kms", "Decrypt", true)]
    [InlineData("cloudtrail", "LookupEvents", true)]
    [InlineData("ec2", "CreateVpc", false)]
    [InlineData("s3", "PutBucketEncryption", false)]
    [InlineData("sqs", "ReceiveMessage", false)]
    [InlineData("cognito-identity", "GetId", false)]
    public void Tells_reads_from_changes(string service, string operation, bool isRead) =>
        CallKind.IsRead(service, ServiceCatalog.Default.Get(service).Find(operation)!).ShouldBe(isRead);

    [Fact]
    public void What_nobody_knows_is_a_change() => CallKind.IsRead("unknown", "Getaway").ShouldBeFalse();

    [Fact]
    public void What_the_model_marks_is_a_read() => CallKind.IsRead("unknown", "Ponder", isMarked: true).ShouldBeTrue();
}
