using System.Text;

namespace Quell.Tests.Server;

/// <summary>Requests that no client should send: AWS's error in the protocol's own form, never a fault of ours, nothing stored.</summary>
[Collection(RunningQuell.Name)]
public class HostileRequestTests(RunningQuell quell)
{
    private const string Json = "application/x-amz-json-1.1";
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>What is wrong, the X-Amz-Target, the body, and the code of the answer.</summary>
    public static TheoryData<string, string, string, string> JsonCases => new()
    {
        { "cut off", "AWSEvents.ListRules", "{\"a\":", "SerializationException" },
        { "not an object", "AWSEvents.ListRules", "[]", "SerializationException" },
        { "another type", "AWSEvents.ListRules", "{\"NamePrefix\":{}}", "SerializationException" },
        { "a fraction", "AWSEvents.ListRules", "{\"Limit\":1.5}", "SerializationException" },
        { "a huge number", "AWSEvents.ListRules", "{\"Limit\":1" + new string('0', 5000) + "}", "SerializationException" },
        { "a huge exponent", "AWSEvents.ListRules", "{\"Limit\":1e999999999}", "SerializationException" },
        { "deep nesting", "AWSEvents.ListRules", "{\"NamePrefix\":" + new string('[', 50_000) + new string(']', 50_000) + "}", "SerializationException" },
        { "half a surrogate", "AWSEvents.ListRules", "{\"NamePrefix\":\"\\ud800\"}", "SerializationException" },
        { "NUL in a name", "AWSEvents.PutRule", "{\"Name\":\"\\u0000\",\"EventPattern\":\"{}\"}", "ValidationException" },
        { "a time beyond time", "AWSEvents.PutEvents", "{\"Entries\":[{\"Time\":1e300}]}", "SerializationException" },
        { "entries of another type", "AWSEvents.PutEvents", "{\"Entries\":[1,null]}", "SerializationException" },
        { "no entries", "AWSEvents.PutEvents", "{\"Entries\":[]}", "ValidationException" },
        { "an unknown operation", "AWSEvents.Nope", "{}", "UnknownOperationException" },
        { "an unknown service", "Nope.Nope", "{}", "UnknownOperationException" },
        { "half a target", ".", "{}", "UnknownOperationException" },
        { "another service's scope", "AmazonSQS.ListQueues", "{}", "InvalidSignatureException" },
    };

    public static TheoryData<string, string, string, string> FormCases => new()
    {
        { "an unknown action", "ec2", "Action=Nope&Version=2016-11-15", "InvalidAction" },
        { "no action", "iam", "", "MissingAction" },
        { "an unknown version", "ec2", "Action=DescribeVpcs&Version=1999-01-01", "NoSuchVersion" },
        { "an unknown version of another service", "iam", "Action=ListUsers&Version=1999-01-01", "InvalidAction" },
        { "an unknown service", "zzz", "Action=A&Version=1", "InvalidAction" },
        { "an unknown parameter", "ec2", "Action=DescribeVpcs&Version=2016-11-15&Zzz=1", "UnknownParameter" },
        { "an escape that is none", "ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=%zz", "MalformedQueryString" },
        { "an escape that is no UTF-8", "sns", "Action=CreateTopic&Version=2010-03-31&Name=%ff", "MalformedQueryString" },
        { "too deep", "ec2", "Action=DescribeVpcs&Version=2016-11-15&" + string.Concat(Enumerable.Repeat("a.", 50_000)) + "=1", "MalformedQueryString" },
        { "no number", "ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId.x=vpc-1", "MalformedInput" },
        { "a number over all bounds", "ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId.99999999999999999999=vpc-1", "MalformedInput" },
        { "a huge limit", "ec2", "Action=DescribeVpcs&Version=2016-11-15&MaxResults=99999999999999999999", "InvalidParameterValue" },
        { "no boolean", "ec2", "Action=DescribeVpcs&Version=2016-11-15&DryRun=zzz", "InvalidParameterValue" },
        { "NUL", "ec2", "Action=CreateVpc&Version=2016-11-15&CidrBlock=%00", "InvalidParameterValue" },
        { "a control character in a tag", "ec2", "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=%01", "InvalidParameterValue" },
        { "an unknown action of SQS", "sqs", "Action=Nope&Version=2012-11-05", "InvalidAction" },
        { "a service that is not served", "monitoring", "Action=ListMetrics&Version=2010-08-01", "NotImplemented" },
    };

    /// <summary>What is wrong, the method, the target, headers (<c>name: value</c> by lines), the body, and the answer.</summary>
    public static TheoryData<string, string, string, string, string, int, string> ObjectCases => new()
    {
        { "XML cut off", "PUT", "/hostile?tagging", "", "<Tagging>", 400, "MalformedXML" },
        { "XML with a document type", "PUT", "/hostile?tagging", "", "<!DOCTYPE a [<!ENTITY x \"y\">]><Tagging>&x;</Tagging>", 400, "MalformedXML" },
        { "XML nested too deeply", "PUT", "/hostile?tagging", "", string.Concat(Enumerable.Repeat("<a>", 100_000)), 400, "MalformedXML" },
        { "another root element", "PUT", "/hostile-2", "", "<zzz/>", 400, "MalformedXML" },
        { "no policy", "PUT", "/hostile?policy", "", "{", 400, "MalformedPolicy" },
        { "an escape that is none", "PUT", "/hostile/%zz", "", "x", 400, "InvalidURI" },
        { "an escape that is no UTF-8", "PUT", "/hostile/%ff", "", "x", 400, "InvalidURI" },
        { "a key that is too long", "PUT", "/hostile/" + new string('k', 1025), "", "x", 400, "KeyTooLongError" },
        { "a method of nobody", "FOO", "/hostile", "", "", 405, "MethodNotAllowed" },
        { "TRACE", "TRACE", "/hostile", "", "", 405, "MethodNotAllowed" },
        { "OPTIONS", "OPTIONS", "/hostile/k", "", "", 405, "MethodNotAllowed" },
        { "no MD5", "PUT", "/hostile/bad", "Content-MD5: zz", "x", 400, "InvalidDigest" },
        { "another MD5", "PUT", "/hostile/bad", "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==", "x", 400, "BadDigest" },
        { "another SHA-256", "PUT", "/hostile/bad", "x-amz-content-sha256: 0000000000000000000000000000000000000000000000000000000000000000", "x", 400, "XAmzContentSHA256Mismatch" },
        { "another checksum", "PUT", "/hostile/bad", "x-amz-checksum-crc32: AAAAAA==", "x", 400, "BadDigest" },
        { "no checksum", "PUT", "/hostile/bad", "x-amz-checksum-crc32: !!", "x", 400, "InvalidRequest" },
        { "an unknown framing", "PUT", "/hostile/bad", "x-amz-content-sha256: STREAMING-NOPE", "x", 400, "InvalidArgument" },
        { "chunks without their length", "PUT", "/hostile/bad", Chunked.Replace("x-amz-decoded-content-length: 4\n", ""), "4\r\ndata\r\n0\r\n\r\n", 411, "MissingContentLength" },
        { "a chunk of no size", "PUT", "/hostile/bad", Chunked, "zz\r\ndata\r\n0\r\n\r\n", 400, "IncompleteBody" },
        { "a chunk of endless size", "PUT", "/hostile/bad", Chunked, "ffffffffffffffffffff\r\ndata\r\n0\r\n\r\n", 400, "IncompleteBody" },
        { "a chunk cut off", "PUT", "/hostile/bad", Chunked, "4\r\nda", 400, "IncompleteBody" },
        { "chunks without the trailer", "PUT", "/hostile/bad", Chunked, "4\r\ndata\r\n0\r\n\r\n", 400, "MalformedTrailerError" },
        { "another trailing checksum", "PUT", "/hostile/bad", Chunked, "4\r\ndata\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", 400, "BadDigest" },
        { "a condition that is no time", "GET", "/hostile/good", "If-Modified-Since: zzz", "", 400, "InvalidArgument" },
        { "no date", "GET", "/hostile", "X-Amz-Date: zz", "", 400, "AuthorizationHeaderMalformed" },
        { "another day", "GET", "/hostile", "X-Amz-Date: 99991231T235959Z", "", 400, "AuthorizationHeaderMalformed" },
    };

    private const string Chunked = """
        x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER
        x-amz-decoded-content-length: 4
        x-amz-trailer: x-amz-checksum-crc32
        Content-Encoding: aws-chunked
        """;

    private WireSocket Wire => new(quell.Address);

    [Theory]
    [MemberData(nameof(JsonCases))]
    public async Task Malformed_JSON_calls_are_refused(string what, string target, string body, string code)
    {
        var answer = await Wire.Send("events", "POST", "/", new() { ["Content-Type"] = Json, ["X-Amz-Target"] = target }, Encoding.UTF8.GetBytes(body));

        Refused(answer, 400, code, what);
        answer.Headers["content-type"].ShouldBe(Json);
    }

    [Theory]
    [MemberData(nameof(FormCases))]
    public async Task Malformed_forms_are_refused(string what, string service, string body, string code)
    {
        var answer = await Wire.Call(service, body);

        Refused(answer, code == "NotImplemented" ? 501 : 400, code, what);
        answer.Headers["content-type"].ShouldStartWith("text/xml");
    }

    [Theory]
    [MemberData(nameof(ObjectCases))]
    public async Task Malformed_requests_for_objects_are_refused(
        string what, string method, string target, string headers, string body, int status, string code)
    {
        await Wire.Send("s3", "PUT", "/hostile", new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" });
        await Wire.Send("s3", "PUT", "/hostile/good", new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" }, "0123456789"u8.ToArray());
        var all = new Dictionary<string, string> { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" };
        foreach (var header in headers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            all[header.Split(": ")[0]] = header.Split(": ")[1].Trim();
        }

        var answer = await Wire.Send("s3", method, target, all, Encoding.UTF8.GetBytes(body));

        Refused(answer, status, code, what);
        (await Head("/hostile/bad")).ShouldBe(404, $"{what}: half of it is stored");
        (await Head("/hostile-2")).ShouldBe(404, $"{what}: half of it is stored");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        var json = await Wire.Send("events", "POST", "/", new() { ["Content-Type"] = Json, ["X-Amz-Target"] = "AWSEvents.ListRules" }, [.. "{\"NamePrefix\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        var form = await Wire.Send("ec2", "POST", "/", new() { ["Content-Type"] = Form }, [.. "Action=DescribeVpcs&Version=2016-11-15&VpcId.1="u8, 0xff]);

        Refused(json, 400, "SerializationException", "JSON");
        Refused(form, 400, "MalformedQueryString", "a form");
    }

    [Fact]
    public async Task A_broken_transfer_framing_is_the_callers_fault()
    {
        var broken = "zz\r\nabc\r\n0\r\n\r\n"u8.ToArray();
        var json = await Wire.Send("events", "POST", "/", new() { ["X-Amz-Target"] = "AWSEvents.ListRules", ["Transfer-Encoding"] = "chunked", ["Content-Length"] = "" }, broken);
        var s3 = await Wire.Send("s3", "PUT", "/hostile/bad", new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD", ["Transfer-Encoding"] = "chunked", ["Content-Length"] = "" }, broken);

        Refused(json, 400, "MalformedHttpRequestException", "JSON");
        Refused(s3, 400, "MalformedHttpRequestException", "S3");
        (await Head("/hostile/bad")).ShouldBe(404);
    }

    [Fact]
    public async Task A_body_that_breaks_off_stores_nothing()
    {
        await Wire.Send("s3", "PUT", "/hostile", new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" });
        var signed = string.Concat(WireSocket.Signed("s3").Select(header => $"{header.Key}: {header.Value}\r\n"));
        await Wire.SendRaw(
            Encoding.ASCII.GetBytes($"PUT /hostile/half HTTP/1.1\r\nHost: {Wire.Host}\r\n{signed}x-amz-content-sha256: UNSIGNED-PAYLOAD\r\nContent-Length: 100\r\n\r\nabc"),
            endsThere: true);

        (await Head("/hostile/half")).ShouldBe(404);
    }

    [Fact]
    public async Task A_body_too_large_for_memory_is_refused_before_it_is_read()
    {
        var answer = await Wire.Send("events", "POST", "/", new() { ["X-Amz-Target"] = "AWSEvents.ListRules", ["Content-Length"] = "99999999999" });

        Refused(answer, 413, "RequestEntityTooLargeException", "too large");
    }

    [Fact]
    public async Task Nothing_but_the_links_of_subscriptions_goes_without_a_signature()
    {
        await Wire.Call("sns", "Action=CreateTopic&Version=2010-03-31&Name=unsigned");
        foreach (var query in (string[])["Action=DeleteTopic&x=Action=ConfirmSubscription", "Action=ConfirmSubscription&Action=DeleteTopic", "Action=DeleteTopic"])
        {
            await Wire.Send(null, "GET", $"/?{query}&TopicArn=arn:aws:sns:us-east-1:000000000000:unsigned");
        }

        var topic = await Wire.Call("sns", "Action=GetTopicAttributes&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:unsigned");
        topic.Status.ShouldBe(200, topic.BodyText);
    }

    [Theory]
    [InlineData("evil.example", "", "", "host 'evil.example'")]
    [InlineData("127.0.0.1.evil.example", "", "", "127.0.0.1.evil.example")]
    [InlineData("", "Origin", "http://evil.example", "another origin")]
    [InlineData("", "Origin", "null", "another origin")]
    [InlineData("", "Sec-Fetch-Site", "cross-site", "another site")]
    public async Task Other_sites_pages_are_kept_out_with_one_line(string host, string header, string value, string why)
    {
        var headers = new Dictionary<string, string>();
        if (host.Length > 0)
        {
            headers["Host"] = host;
        }

        if (header.Length > 0)
        {
            headers[header] = value;
        }

        var answer = await Wire.Send("ec2", "GET", "/?Action=DescribeVpcs&Version=2016-11-15", headers);

        answer.Status.ShouldBe(403);
        answer.BodyText.ShouldContain(why);
        answer.BodyText.Trim().Split('\n').Length.ShouldBe(1);
    }

    /// <summary>The links of approvals may be opened from other sites; the path of a call says nothing, so it opens no way for calls.</summary>
    [Theory]
    [InlineData("ec2", "Action=DescribeVpcs&Version=2016-11-15")]
    [InlineData(null, "Action=Unsubscribe&SubscriptionArn=arn")]
    public async Task A_call_does_not_come_from_another_site_as_the_link_of_an_approval(string? service, string query)
    {
        var answer = await Wire.Send(service, "GET", $"/approvals/apr-1-1?{query}", new() { ["Sec-Fetch-Site"] = "cross-site", ["Sec-Fetch-Mode"] = "navigate" });

        answer.Status.ShouldBe(403);
        answer.BodyText.ShouldContain("another site");
    }

    [Fact]
    public async Task The_link_of_an_approval_is_opened_from_another_site_and_answered_from_its_own()
    {
        (await Wire.Send(null, "GET", "/approvals/apr-1-1?for=a&signature=b", new() { ["Sec-Fetch-Site"] = "cross-site", ["Sec-Fetch-Mode"] = "navigate" })).Status.ShouldBe(404);
        (await Wire.Send(null, "POST", "/approvals/apr-1-1?for=a&signature=b", new() { ["Origin"] = $"http://{Wire.Host}", ["Sec-Fetch-Site"] = "same-origin" })).Status.ShouldBe(404);
        (await Wire.Send(null, "POST", "/approvals/apr-1-1?for=a&signature=b", new() { ["Origin"] = "http://evil.example" })).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("GET http://{0}/?Action=DescribeVpcs&Version=2016-11-15 HTTP/1.1")]
    [InlineData("GET http://{0}?Action=DescribeVpcs&Version=2016-11-15 HTTP/1.1")]
    public async Task The_absolute_form_is_taken(string line)
    {
        var signed = string.Concat(WireSocket.Signed("ec2").Select(header => $"{header.Key}: {header.Value}\r\n"));
        var answer = await Wire.SendRaw(Encoding.ASCII.GetBytes(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Wire.Host) + $"\r\nHost: {Wire.Host}\r\n{signed}Connection: close\r\n\r\n"));

        answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task Metadata_that_headers_cannot_carry_comes_back_encoded()
    {
        await Wire.Send("s3", "PUT", "/hostile", new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" });
        await Wire.Send("s3", "PUT", "/hostile/meta", new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD", ["x-amz-meta-a"] = "ü日" }, "x"u8.ToArray());

        var plain = await Wire.Send("s3", "GET", "/hostile/meta");
        var split = await Wire.Send("s3", "GET", "/hostile/meta?response-content-type=%0d%0aX-Evil:%201");

        plain.Headers["x-amz-meta-a"].ShouldBe($"=?UTF-8?B?{Convert.ToBase64String("ü日"u8)}?=");
        split.Status.ShouldBe(200);
        split.Headers.ContainsKey("x-evil").ShouldBeFalse();
    }

    private static void Refused(WireAnswer answer, int status, string code, string what)
    {
        answer.Status.ShouldBe(status, $"{what}: {answer.BodyText}");
        answer.Code.ShouldBe(code, $"{what}: {answer.BodyText}");
        answer.RequestId.ShouldNotBeNullOrEmpty(what);
        answer.BodyText.ShouldNotContain("   at ", Case.Sensitive, what);
    }

    private async Task<int> Head(string path) =>
        (await Wire.Send("s3", "HEAD", path, new() { ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD" })).Status;
}
