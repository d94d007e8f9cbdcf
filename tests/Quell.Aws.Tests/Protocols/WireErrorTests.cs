using System.Text;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Protocols;

/// <summary>Errors in each protocol's form, and malformed requests, which end in one.</summary>
public sealed class WireErrorTests
{
    private const string Id = "req-1";
    private static readonly WireRequest Nothing = new("POST", "/b/k", "", [], WireBody.Empty);

    private readonly WireServer _server = new(ServiceCatalog.Default);

    [Fact]
    public void Ec2_wraps_errors_in_a_response()
    {
        var response = Write(Ec2Protocol.Instance, "ec2", new("InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist"));
        Text(response).ShouldEndWith(
            "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>The vpc ID 'vpc-1' does not exist</Message></Error></Errors><RequestID>req-1</RequestID></Response>");
        response.Status.ShouldBe(400);
    }

    [Fact]
    public void Query_services_name_the_side_at_fault_and_use_the_models_code_and_status()
    {
        var response = Write(QueryProtocol.Instance, "iam", new("NoSuchEntityException", "The role <x> is gone"));
        Text(response).ShouldEndWith(
            "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role &lt;x&gt; is gone</Message></Error><RequestId>req-1</RequestId></ErrorResponse>");
        response.Status.ShouldBe(404);
    }

    [Fact]
    public void Sqs_has_both_codes_in_json_and_the_former_one_in_query()
    {
        var fault = new AwsException("QueueDoesNotExist", "The specified queue does not exist.");
        var json = Write(JsonProtocol.V10, "sqs", fault);
        Text(json).ShouldBe("{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"The specified queue does not exist.\"}");
        json.Headers["x-amzn-query-error"].ShouldBe("AWS.SimpleQueueService.NonExistentQueue;Sender");
        Text(Write(QueryProtocol.Instance, "sqs", fault)).ShouldContain("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
        Text(Write(JsonProtocol.V10, "sqs", new("AWS.SimpleQueueService.NonExistentQueue", "x"))).ShouldContain("#QueueDoesNotExist");
    }

    [Fact]
    public void Json_1_1_has_the_bare_type()
    {
        Text(Write(JsonProtocol.V11, "events", new("ResourceNotFoundException", "Rule r does not exist.")))
            .ShouldBe("{\"__type\":\"ResourceNotFoundException\",\"message\":\"Rule r does not exist.\"}");
    }

    [Fact]
    public void Rest_json_has_the_type_in_a_header()
    {
        var response = Write(RestJsonProtocol.Instance, "lambda", new("ResourceNotFoundException", "Function not found: f"));
        response.Headers["x-amzn-ErrorType"].ShouldBe("ResourceNotFoundException");
        response.Status.ShouldBe(404);
        Text(response).ShouldBe("{\"Message\":\"Function not found: f\"}");
    }

    [Fact]
    public void S3_has_no_wrapper_and_no_body_for_head()
    {
        var fault = new AwsException("NoSuchKey", "The specified key does not exist.", 404);
        var response = Write(RestXmlProtocol.Instance, "s3", fault);
        Text(response).ShouldEndWith(
            "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Resource>/b/k</Resource><RequestId>req-1</RequestId><HostId>req-1</HostId></Error>");
        var head = RestXmlProtocol.Instance.WriteError(ServiceCatalog.Default.Get("s3"), Nothing with { Method = "HEAD" }, fault, Id);
        head.Status.ShouldBe(404);
        head.Body.Length.ShouldBe(0);
        RestXmlProtocol.Instance.ReadError(ServiceCatalog.Default.Get("s3"), head).Code.ShouldBe("404");
    }

    [Theory]
    [InlineData("events", "AWSEvents.PutRule", "{", "SerializationException")]
    [InlineData("events", "AWSEvents.PutRule", "[]", "SerializationException")]
    [InlineData("events", "AWSEvents.PutRule", "{\"Name\":5}", "SerializationException")]
    [InlineData("events", "AWSEvents.PutRule", "{\"Name\":{}}", "SerializationException")]
    [InlineData("events", "AWSEvents.PutEvents", "{\"Entries\":[{\"Time\":\"yesterday\"}]}", "SerializationException")]
    [InlineData("sqs", "AmazonSQS.SendMessage", "{\"DelaySeconds\":1.5}", "SerializationException")]
    public void Malformed_json_is_refused(string service, string target, string body, string code)
    {
        var request = new WireRequest("POST", "/", "", new() { { "X-Amz-Target", target } }, WireBody.Of(body));
        Refused(service, request, code);
    }

    [Theory]
    [InlineData("ec2", "Action=RunInstances&MinCount=two", "InvalidParameterValue")]
    [InlineData("ec2", "Action=DescribeVpcs&Nope.1=x", "UnknownParameter")]
    [InlineData("sns", "Action=CreateTopic&a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=1", "MalformedQueryString")]
    [InlineData("sqs", "Action=SendMessage&DelaySeconds=x", "MalformedInput")]
    public void Malformed_forms_are_refused(string service, string body, string code)
    {
        var request = new WireRequest("POST", "/", "", new() { { "Content-Type", "application/x-www-form-urlencoded" } }, WireBody.Of(body));
        Refused(service, request, code);
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("nothing")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>")]
    public void Malformed_xml_is_refused(string body)
    {
        var request = new WireRequest("PUT", "/b", "encryption", [], WireBody.Of(body));
        Refused("s3", request, "MalformedXML");
    }

    [Fact]
    public void A_proxys_page_is_an_error_with_its_status()
    {
        var page = new WireResponse(502, [], WireBody.Of("<html><body>Bad gateway"));
        JsonProtocol.V11.ReadError(ServiceCatalog.Default.Get("events"), page).Code.ShouldBe("502");
        QueryProtocol.Instance.ReadError(ServiceCatalog.Default.Get("sns"), page).IsTransient.ShouldBeTrue();
    }

    private static WireResponse Write(WireProtocol protocol, string service, AwsException fault) =>
        protocol.WriteError(ServiceCatalog.Default.Get(service), Nothing, fault, Id);

    private static string Text(WireResponse response) => Encoding.UTF8.GetString(response.Body.Bytes.Span);

    private void Refused(string service, WireRequest request, string code)
    {
        var route = _server.Route(service, request);
        route.Fault.ShouldBeNull();
        var fault = Should.Throw<AwsException>(() => WireServer.Read(route, request));
        fault.Code.ShouldBe(code);
        fault.Status.ShouldBe(400);
    }
}
