using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Protocols;

public sealed class CallRouterTests
{
    private readonly WireServer _server = new(ServiceCatalog.Default);

    [Theory]
    [InlineData("GET", "/", "", "ListBuckets")]
    [InlineData("GET", "/", "x-id=ListBuckets", "ListBuckets")]
    [InlineData("PUT", "/b", "", "CreateBucket")]
    [InlineData("PUT", "/b/", "", "CreateBucket")]
    [InlineData("HEAD", "/b", "", "HeadBucket")]
    [InlineData("GET", "/b", "list-type=2&prefix=a%2Fb&encoding-type=url", "ListObjectsV2")]
    [InlineData("GET", "/b/", "list-type=2", "ListObjectsV2")]
    [InlineData("GET", "/b", "", "ListObjects")]
    [InlineData("GET", "/b", "location", "GetBucketLocation")]
    [InlineData("GET", "/b", "versioning=", "GetBucketVersioning")]
    [InlineData("GET", "/b", "lifecycle", "GetBucketLifecycleConfiguration")]
    [InlineData("PUT", "/b", "encryption", "PutBucketEncryption")]
    [InlineData("PUT", "/b", "publicAccessBlock", "PutPublicAccessBlock")]
    [InlineData("POST", "/b", "delete", "DeleteObjects")]
    [InlineData("PUT", "/b/k", "x-id=PutObject", "PutObject")]
    [InlineData("PUT", "/b/k", "partNumber=1&uploadId=u", "UploadPart")]
    [InlineData("POST", "/b/k", "uploads", "CreateMultipartUpload")]
    [InlineData("POST", "/b/k", "uploadId=u", "CompleteMultipartUpload")]
    [InlineData("GET", "/b/k", "uploadId=u", "ListParts")]
    [InlineData("GET", "/b/k", "x-id=GetObject", "GetObject")]
    [InlineData("GET", "/b/k", "acl", "GetObjectAcl")]
    [InlineData("DELETE", "/b/k", "", "DeleteObject")]
    public void S3_operations_are_told_by_method_path_and_query(string method, string path, string query, string operation) =>
        _server.Route("s3", Request(method, path, query)).Operation?.Name.ShouldBe(operation);

    [Fact]
    public void S3_copies_where_a_source_is_named()
    {
        var request = Request("PUT", "/b/k", "", ("x-amz-copy-source", "b/other"));
        _server.Route("s3", request).Operation?.Name.ShouldBe("CopyObject");
    }

    [Theory]
    [InlineData("/b/a/../c", "a/../c")]
    [InlineData("/b//a//b", "/a//b")]
    [InlineData("/b/a%2Fb", "a/b")]
    [InlineData("/b/%2e%2e/x", "../x")]
    [InlineData("/b/a+b%20c%3Fd", "a+b c?d")]
    [InlineData("/b/dir/", "dir/")]
    [InlineData("/b/%C3%BC", "ü")]
    public void S3_keys_come_through_as_sent(string path, string key)
    {
        var request = Request("GET", path, "");
        var input = WireServer.Read(_server.Route("s3", request), request);
        input.ShouldBe(JsonObject.Of(("Bucket", "b"), ("Key", key)));
    }

    [Fact]
    public void S3_takes_the_bucket_of_a_virtual_host()
    {
        var request = Request("GET", "/a//b", "");
        WireServer.Read(_server.Route("s3", request, "my-bucket"), request)
            .ShouldBe(JsonObject.Of(("Bucket", "my-bucket"), ("Key", "a//b")));
        _server.Route("s3", Request("GET", "/", "list-type=2"), "my-bucket").Operation?.Name.ShouldBe("ListObjectsV2");
    }

    [Fact]
    public void The_version_tells_services_with_one_signing_name_apart()
    {
        Route("elasticloadbalancing", "Action=DescribeLoadBalancers&Version=2012-06-01").Service?.Name.ShouldBe("elb");
        Route("elasticloadbalancing", "Action=DescribeLoadBalancers&Version=2015-12-01").Service?.Name.ShouldBe("elbv2");
        Route("rds", "Action=DescribeDBInstances&Version=2014-10-31").Service?.Name.ShouldBe("rds");
        Route("ec2", "Action=DescribeVpcs&Version=2014-10-01").Protocol.Name.ShouldBe("ec2");
    }

    [Fact]
    public void Sqs_and_cloudwatch_answer_in_both_of_their_protocols()
    {
        Route("sqs", "Action=SendMessage&Version=2012-11-05").Protocol.Name.ShouldBe("query");
        Route("monitoring", "Action=PutMetricData&Version=2010-08-01").Service?.Name.ShouldBe("cloudwatch");
        var json = Request("POST", "/", "", ("X-Amz-Target", "AmazonSQS.SendMessage"), ("Content-Type", "application/x-amz-json-1.0"));
        _server.Route("sqs", json).Operation?.Name.ShouldBe("SendMessage");
        var metrics = Request("POST", "/", "", ("X-Amz-Target", "GraniteServiceVersion20100801.PutMetricData"), ("Content-Type", "application/x-amz-json-1.0"));
        _server.Route("monitoring", metrics).Service?.Name.ShouldBe("cloudwatch");
    }

    [Fact]
    public void A_queue_may_be_named_by_the_address()
    {
        var request = Form("Action=ReceiveMessage&Version=2012-11-05&MaxNumberOfMessages=3&AttributeName.1=All") with { RawPath = "/123456789012/jobs" };
        request.Headers.Add("Host", "127.0.0.1:4600");
        WireServer.Read(_server.Route("sqs", request), request).ShouldBe(JsonObject.Of(
            ("AttributeNames", JsonArray.From(["All"])), ("MaxNumberOfMessages", 3), ("QueueUrl", "http://127.0.0.1:4600/123456789012/jobs")));
    }

    [Fact]
    public void What_leads_nowhere_says_so_in_the_callers_protocol()
    {
        Astray(_server.Route("ec2", Form("Action=Nope&Version=2016-11-15")), "ec2", "InvalidAction");
        Astray(_server.Route("sns", Form("Foo=Bar")), "query", "MissingAction");
        Astray(_server.Route("no-such-service", Form("Action=X")), "query", "InvalidAction");
        Astray(_server.Route("events", Request("POST", "/", "", ("X-Amz-Target", "AWSEvents.Nope"))), "json", "UnknownOperationException");
        Astray(_server.Route("lambda", Request("GET", "/nope", "")), "rest-json", "UnknownOperationException");
        Astray(_server.Route("s3", Request("PATCH", "/b", "")), "rest-xml", "MethodNotAllowed");
        Astray(_server.Route("monitoring", Request("POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData", "", ("smithy-protocol", "rpc-v2-cbor"))), "json", "UnsupportedProtocol");
        Astray(_server.Route(null, Request("GET", "/", "")), "query", "InvalidAction");
    }

    private static void Astray(CallRoute route, string protocol, string code)
    {
        route.Operation.ShouldBeNull();
        route.Protocol.Name.ShouldBe(protocol);
        route.Fault?.Code.ShouldBe(code);
        WireServer.WriteError(route, Request("POST", "/", ""), route.Fault.ShouldNotBeNull(), "id").Status.ShouldBeInRange(400, 499);
    }

    private static WireRequest Request(string method, string path, string query, params (string, string)[] headers) =>
        new(method, path, query, new(headers.Select(header => KeyValuePair.Create(header.Item1, header.Item2))), WireBody.Empty);

    private static WireRequest Form(string body) =>
        new("POST", "/", "", new() { { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" } }, WireBody.Of(body));

    private CallRoute Route(string signingName, string body) => _server.Route(signingName, Form(body));
}
