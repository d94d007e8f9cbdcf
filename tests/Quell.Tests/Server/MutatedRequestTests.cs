using System.Text;
using System.Xml;
using System.Xml.Linq;
using Quell.Engine.Json;

namespace Quell.Tests.Server;

/// <summary>
/// Valid requests of every protocol, damaged at random from a fixed seed. Whatever comes of it, it is an answer in the protocol's
/// form, never a fault of ours, and the server goes on.
/// </summary>
[Collection(RunningQuell.Name)]
public class MutatedRequestTests(RunningQuell quell)
{
    private static readonly string[] Tokens =
    [
        "%00", "%ff", "%", "\0", "\r\n", "{", "}", "[", "\"", "<", "</", "&", "=", "&amp;", "..", "//", "%2F", "null", "-1", "1e999", "99999999999999999999",
        "true", "\\u0000", "\\ud800", "é", "￿", "<!DOCTYPE a>", "Action=DeleteVpc", "?", "#", ";", ":", "arn:aws:", "*", " ", new string('A', 3000),
    ];

    private static readonly Recorded[] Requests =
    [
        Json("events", "AWSEvents.PutRule", """{"Name":"mutated","EventPattern":"{\"source\":[\"a\"]}","Tags":[{"Key":"a","Value":"b"}]}"""),
        Json("events", "AWSEvents.PutEvents", """{"Entries":[{"Source":"a","DetailType":"b","Detail":"{\"c\":1}","Time":1763600000,"Resources":["r"]}]}"""),
        Json("events", "AWSEvents.PutTargets", """{"Rule":"mutated","Targets":[{"Id":"1","Arn":"arn:aws:sqs:us-east-1:000000000000:q","InputTransformer":{"InputPathsMap":{"a":"$.detail"},"InputTemplate":"<a>"}}]}"""),
        Json("events", "AWSEvents.TestEventPattern", """{"EventPattern":"{\"source\":[{\"prefix\":\"a\"}]}","Event":"{\"id\":\"1\",\"source\":\"a\",\"detail-type\":\"b\",\"account\":\"1\",\"region\":\"r\",\"time\":\"2026-01-01T00:00:00Z\",\"resources\":[],\"detail\":{}}"}"""),
        Json("sqs", "AmazonSQS.CreateQueue", """{"QueueName":"mutated","Attributes":{"VisibilityTimeout":"30"},"tags":{"a":"b"}}"""),
        Json("sqs", "AmazonSQS.SendMessageBatch", """{"QueueUrl":"http://127.0.0.1/000000000000/mutated","Entries":[{"Id":"1","MessageBody":"x","MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"AAAA"}}}]}"""),
        Json("cloudtrail", "CloudTrail_20131101.LookupEvents", """{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"CreateVpc"}],"StartTime":1.7e9,"MaxResults":5}"""),
        Json("logs", "Logs_20140328.CreateLogGroup", """{"logGroupName":"mutated"}"""),
        Form("ec2", "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b"),
        Form("ec2", "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=cidr&Filter.1.Value.1=10.0.0.0%2F16&MaxResults=5"),
        Form("ec2", "Action=RunInstances&Version=2016-11-15&ImageId=ami-12345678&MinCount=1&MaxCount=2&InstanceType=t3.micro&ClientToken=c"),
        Form("iam", "Action=CreateUser&Version=2010-05-08&UserName=mutated&Tags.member.1.Key=a&Tags.member.1.Value=b"),
        Form("iam", "Action=PutUserPolicy&Version=2010-05-08&UserName=mutated&PolicyName=p&PolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"),
        Form("sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fx&RoleSessionName=me&DurationSeconds=900"),
        Form("sns", "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3Amutated&Message=x&MessageAttributes.entry.1.Name=a&MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=b"),
        Form("sqs", "Action=ReceiveMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2F127.0.0.1%2F000000000000%2Fmutated&MaxNumberOfMessages=2&AttributeName.1=All"),
        Form("cloudformation", "Action=ValidateTemplate&Version=2010-05-15&TemplateBody=%7B%22Resources%22%3A%7B%22Q%22%3A%7B%22Type%22%3A%22AWS%3A%3ASQS%3A%3AQueue%22%7D%7D%7D"),
        new("lambda", "POST", "/2015-03-31/functions", "Content-Type: application/json", """{"FunctionName":"mutated","Role":"arn:aws:iam::000000000000:role/x","Runtime":"python3.12","Handler":"a.b","Code":{"ZipFile":"AAAA"}}"""),
        new("lambda", "GET", "/2015-03-31/functions?MaxItems=5&Marker=m", "", ""),
        new("s3", "PUT", "/mutated-bucket", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"),
        new("s3", "PUT", "/mutated-bucket/a%20b/%C3%BC", "x-amz-content-sha256: UNSIGNED-PAYLOAD\nx-amz-meta-a: b\nContent-MD5: jXd/OF09/siBXSD3SWAm3A==", "data"),
        new("s3", "PUT", "/mutated-bucket/chunks", "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-decoded-content-length: 4\nx-amz-trailer: x-amz-checksum-crc32\nContent-Encoding: aws-chunked", "4\r\ndata\r\n0\r\nx-amz-checksum-crc32:rfdfWg==\r\n\r\n"),
        new("s3", "GET", "/mutated-bucket/a%20b/%C3%BC?response-content-type=text%2Fx", "x-amz-content-sha256: UNSIGNED-PAYLOAD\nRange: bytes=0-1\nIf-Match: \"x\"", ""),
        new("s3", "GET", "/mutated-bucket?list-type=2&prefix=a&delimiter=%2F&max-keys=3&encoding-type=url", "x-amz-content-sha256: UNSIGNED-PAYLOAD", ""),
        new("s3", "POST", "/mutated-bucket?delete", "x-amz-content-sha256: UNSIGNED-PAYLOAD\nContent-MD5: zz", "<Delete><Object><Key>a</Key></Object></Delete>"),
        new("s3", "PUT", "/mutated-bucket?encryption", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"),
        new("s3", "PUT", "/mutated-bucket?tagging", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"),
    ];

    /// <summary>One seed is one test, so that a failure names what reproduces it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_damaged_request_gets_an_answer_in_its_protocols_form(int seed)
    {
        var random = new Random(seed);
        var wire = new WireSocket(quell.Address);
        for (var round = 0; round < 400; round++)
        {
            var request = Requests[round % Requests.Length];
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                request = Damage(request, random);
            }

            var answer = await wire.Send(request.Service, request.Method, Target(request.Target), Headers(request), Encoding.UTF8.GetBytes(request.Body));
            var what = $"seed {seed}, round {round}: {Shorten(request.ToString())} -> {answer.Status} {Shorten(answer.BodyText)}";
            (answer.Status is >= 200 and < 500 or 501 or 503 or 505).ShouldBeTrue(what);
            if (!IsRefusedByHttp(answer))
            {
                answer.RequestId.ShouldNotBeNullOrEmpty(what);
                (answer.Status is < 400 or 412 or 416 || request.Method == "HEAD" || IsWellFormedError(answer)).ShouldBeTrue(what);
            }
        }

        (await wire.Call("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Status.ShouldBe(200);
    }

    private static Recorded Json(string service, string target, string body) =>
        new(service, "POST", "/", $"Content-Type: application/x-amz-json-1.1\nX-Amz-Target: {target}", body);

    private static Recorded Form(string service, string body) =>
        new(service, "POST", "/", "Content-Type: application/x-www-form-urlencoded; charset=utf-8", body);

    private static Recorded Damage(Recorded request, Random random) => random.Next(8) switch
    {
        0 => request with { Target = Change(request.Target, random) },
        1 => request with { Headers = Change(request.Headers, random) },
        2 => request with { Method = new[] { "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" }[random.Next(7)] },
        3 => request with { Service = Requests[random.Next(Requests.Length)].Service },
        _ => request with { Body = Change(request.Body, random) },
    };

    private static string Change(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, at + random.Next(1, 12));
        return random.Next(5) switch
        {
            0 => text[..at],
            1 => text[..at] + text[end..],
            2 => text[..end] + text[at..],
            _ => text[..at] + Tokens[random.Next(Tokens.Length)] + text[(random.Next(2) == 0 ? at : end)..],
        };
    }

    /// <summary>What would end the request line is left to the tests of HTTP itself.</summary>
    private static string Target(string text) =>
        "/" + new string([.. text.TrimStart('/').Where(letter => letter is > ' ' and not '\u007f')]);

    private static Dictionary<string, string> Headers(Recorded request)
    {
        var headers = new Dictionary<string, string>();
        foreach (var line in request.Headers.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = new string([.. line[..Math.Max(0, colon)].Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')]);
            if (name.Length > 0 && name is not ("Host" or "Content-Length"))
            {
                headers[name] = new string([.. line[(colon + 1)..].Trim().Where(letter => letter is >= ' ' and not '\u007f')]);
            }
        }

        return headers;
    }

    /// <summary>Kestrel refuses what is no HTTP (a NUL in the path, a header that is no UTF-8) before anybody sees it, without a body.</summary>
    private static bool IsRefusedByHttp(WireAnswer answer) => answer.Status is 400 or 411 or 414 or 431 or 505 && answer.Body.Length == 0 && answer.RequestId is null;

    private static bool IsWellFormedError(WireAnswer answer)
    {
        if (answer.Body.Length > 0 && answer.Body[0] == '{')
        {
            return JsonValue.Parse(answer.Body) is JsonObject error && (error.Has("message") || error.Has("Message"));
        }

        try
        {
            return XDocument.Parse(answer.BodyText).Descendants().Any(element => element.Name.LocalName == "Code" && element.Value.Length > 0);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static string Shorten(string text) => text.Length <= 900 ? text : text[..900] + "…";

    private sealed record Recorded(string Service, string Method, string Target, string Headers, string Body);
}
