using System.Text;
using Quell.Aws.Client;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Client;

/// <summary>The dynamic client against moto.</summary>
public sealed class AwsClientTests(MotoServer moto) : IClassFixture<MotoServer>, IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => _http.Dispose();

    [PythonFact("moto.server")]
    public async Task Ec2_creates_tags_and_describes()
    {
        var client = Client();
        var vpc = (await Call(client, "ec2", "CreateVpc", ("CidrBlock", "10.9.0.0/16"))).Output.Object("Vpc");
        var id = vpc?.String("VpcId") ?? "";
        id.ShouldStartWith("vpc-");
        await Call(client, "ec2", "CreateTags", ("Resources", Items(id)), ("Tags", Items(JsonObject.Of(("Key", "Näme"), ("Value", "a=b&c")))));
        var found = await Call(client, "ec2", "DescribeVpcs", ("Filters", Items(JsonObject.Of(("Name", "vpc-id"), ("Values", Items(id))))));
        var described = found.Output.Array("Vpcs").Objects.ShouldHaveSingleItem();
        described.String("CidrBlock").ShouldBe("10.9.0.0/16");
        described.Array("Tags").Objects.ShouldHaveSingleItem().ShouldBe(JsonObject.Of(("Key", "Näme"), ("Value", "a=b&c")));
        described.Bool("IsDefault").ShouldBe(false);
    }

    [PythonFact("moto.server")]
    public async Task Ec2_reports_errors_with_their_code()
    {
        var client = Client();
        var fault = await Should.ThrowAsync<AwsException>(Call(client, "ec2", "DescribeVpcs", ("VpcIds", Items("vpc-00000000"))));
        fault.Code.ShouldBe("InvalidVpcID.NotFound");
        fault.Status.ShouldBe(400);
        fault.Message.ShouldContain("vpc-00000000");
    }

    [PythonTheory("moto.server")]
    [InlineData("plain.txt")]
    [InlineData("with space+plus&amp=é/ü")]
    [InlineData("a//b/c")]
    [InlineData("percent%2Fslash")]
    public async Task S3_keeps_keys_and_payloads_as_they_are(string key)
    {
        var client = Client();
        await Call(client, "s3", "CreateBucket", ("Bucket", "keys"));
        var payload = Encoding.UTF8.GetBytes("content of " + key);
        await client.CallAsync(
            Request("s3", "PutObject", ("Bucket", "keys"), ("Key", key), ("Metadata", JsonObject.Of(("color", "red")))) with { Body = new(payload) },
            default);
        var got = await Call(client, "s3", "GetObject", ("Bucket", "keys"), ("Key", key));
        (await got.Body.ShouldNotBeNull().ReadAsync(default)).Bytes.ToArray().ShouldBe(payload);
        got.Output.Object("Metadata").ShouldBe(JsonObject.Of(("color", "red")));
        got.Output.Long("ContentLength").ShouldBe(payload.Length);
        var listed = await Call(client, "s3", "ListObjectsV2", ("Bucket", "keys"), ("Prefix", key));
        listed.Output.Array("Contents").Objects.Select(item => item.String("Key")).ShouldContain(key);
    }

    [PythonFact("moto.server")]
    public async Task S3_sends_a_stream_and_pages_through_a_listing()
    {
        var client = Client();
        await Call(client, "s3", "CreateBucket", ("Bucket", "pages"));
        for (var number = 0; number < 5; number++)
        {
            var body = new WireBody(new MemoryStream(new byte[70_000]), 70_000);
            await client.CallAsync(Request("s3", "PutObject", ("Bucket", "pages"), ("Key", $"k{number}")) with { Body = body }, default);
        }

        var keys = new List<string?>();
        var pages = 0;
        await foreach (var page in client.PagesAsync(Request("s3", "ListObjectsV2", ("Bucket", "pages"), ("MaxKeys", 2)), default))
        {
            pages++;
            keys.AddRange(page.Array("Contents").Objects.Select(item => item.String("Key")));
        }

        pages.ShouldBe(3);
        keys.ShouldBe(["k0", "k1", "k2", "k3", "k4"]);
    }

    [PythonFact("moto.server")]
    public async Task S3_settings_travel_as_xml_with_their_checksum()
    {
        var client = Client();
        await Call(client, "s3", "CreateBucket", ("Bucket", "settings"));
        var rules = JsonObject.Of(("Rules", Items(JsonObject.Of(("ApplyServerSideEncryptionByDefault", JsonObject.Of(("SSEAlgorithm", "AES256")))))));
        await Call(client, "s3", "PutBucketEncryption", ("Bucket", "settings"), ("ServerSideEncryptionConfiguration", rules));
        var read = await Call(client, "s3", "GetBucketEncryption", ("Bucket", "settings"));
        read.Output.Object("ServerSideEncryptionConfiguration")?.Array("Rules").Objects.First()
            .Object("ApplyServerSideEncryptionByDefault")?.String("SSEAlgorithm").ShouldBe("AES256");
        var fault = await Should.ThrowAsync<AwsException>(Call(client, "s3", "GetBucketTagging", ("Bucket", "settings")));
        fault.Code.ShouldBe("NoSuchTagSet");
        fault.Status.ShouldBe(404);
    }

    [PythonFact("moto.server")]
    public async Task Iam_pages_through_users()
    {
        var client = Client();
        for (var number = 0; number < 3; number++)
        {
            await Call(client, "iam", "CreateUser", ("UserName", $"user-{number}"));
        }

        var names = new List<string?>();
        await foreach (var page in client.PagesAsync(Request("iam", "ListUsers", ("MaxItems", 1)), default))
        {
            names.AddRange(page.Array("Users").Objects.Select(user => user.String("UserName")));
        }

        names.ShouldBe(["user-0", "user-1", "user-2"], ignoreOrder: true);
    }

    [PythonFact("moto.server")]
    public async Task Sqs_sends_and_receives_and_names_its_errors_by_their_former_code()
    {
        var client = Client();
        var url = (await Call(client, "sqs", "CreateQueue", ("QueueName", "jobs"), ("Attributes", JsonObject.Of(("VisibilityTimeout", "5"))))).Output.String("QueueUrl") ?? "";
        var attributes = JsonObject.Of(("kind", JsonObject.Of(("DataType", "Binary"), ("BinaryValue", "AAH/"))));
        await Call(client, "sqs", "SendMessage", ("QueueUrl", url), ("MessageBody", "<hello & \"you\">"), ("MessageAttributes", attributes));
        var message = (await Call(client, "sqs", "ReceiveMessage", ("QueueUrl", url), ("MessageAttributeNames", Items("All")))).Output.Array("Messages").Objects.ShouldHaveSingleItem();
        message.String("Body").ShouldBe("<hello & \"you\">");
        message.Object("MessageAttributes")?.Object("kind")?.String("BinaryValue").ShouldBe("AAH/");
        var fault = await Should.ThrowAsync<AwsException>(Call(client, "sqs", "GetQueueUrl", ("QueueName", "nowhere")));
        fault.Code.ShouldBe("AWS.SimpleQueueService.NonExistentQueue");
    }

    [PythonFact("moto.server")]
    public async Task Sns_and_rds_answer_in_the_query_protocol()
    {
        var client = Client();
        var topic = (await Call(client, "sns", "CreateTopic", ("Name", "alerts"), ("Attributes", JsonObject.Of(("DisplayName", "Alerts"))))).Output.String("TopicArn") ?? "";
        topic.ShouldEndWith(":alerts");
        (await Call(client, "sns", "GetTopicAttributes", ("TopicArn", topic))).Output.Object("Attributes")?.String("DisplayName").ShouldBe("Alerts");
        await Call(
            client, "rds", "CreateDBInstance", ("DBInstanceIdentifier", "db1"), ("DBInstanceClass", "db.t3.micro"), ("Engine", "mysql"), ("AllocatedStorage", 20),
            ("MasterUsername", "root"), ("MasterUserPassword", "secret-99"));
        (await Call(client, "rds", "DescribeDBInstances")).Output.Array("DBInstances").Objects.ShouldHaveSingleItem().Long("AllocatedStorage").ShouldBe(20);
        (await Should.ThrowAsync<AwsException>(Call(client, "rds", "DescribeDBInstances", ("DBInstanceIdentifier", "nope")))).Code.ShouldBe("DBInstanceNotFound");
    }

    [PythonFact("moto.server")]
    public async Task An_assumed_role_signs_with_its_own_keys_and_is_assumed_once()
    {
        var client = Client();
        CredentialSource source = _ => new(new SigningCredentials("AKIAIOSFODNN7EXAMPLE", "secret"));
        using var role = new AssumedRole(client, source, "arn:aws:iam::123456789012:role/fixer", "quell", "us-east-1", TimeProvider.System);
        var first = await role.GetAsync(default);
        (await role.GetAsync(default)).ShouldBeSameAs(first);
        first.SessionToken.ShouldNotBeNullOrEmpty();
        var who = await client.CallAsync(new("sts", "GetCallerIdentity", JsonObject.Empty, "us-east-1") { Credentials = role.GetAsync }, default);
        who.Output.String("Arn").ShouldBe("arn:aws:sts::123456789012:assumed-role/fixer/quell");
    }

    [Fact]
    public async Task What_is_no_call_is_refused_before_it_is_sent()
    {
        var client = new AwsClient(_http, ServiceCatalog.Default, new("http://127.0.0.1:1", Attempts: 1), TimeProvider.System);
        (await Should.ThrowAsync<AwsException>(Call(client, "nothing", "Do"))).Code.ShouldBe("UnknownService");
        (await Should.ThrowAsync<AwsException>(Call(client, "ec2", "Do"))).Code.ShouldBe("UnknownOperation");
        (await Should.ThrowAsync<AwsException>(Call(client, "ec2", "DescribeVpcs", ("Nope", 1)))).Code.ShouldBe("ParamValidation");
        (await Should.ThrowAsync<AwsException>(Call(client, "s3", "GetObject", ("Bucket", "b")))).Code.ShouldBe("ParamValidation");
        (await Should.ThrowAsync<AwsException>(Call(client, "ec2", "DescribeVpcs"))).Code.ShouldBe("EndpointConnectionError");
    }

    private static JsonArray Items(params ReadOnlySpan<JsonValue> items) => JsonArray.Create(items);

    private static AwsRequest Request(string service, string operation, params ReadOnlySpan<(string, JsonValue?)> input) =>
        new(service, operation, JsonObject.Of(input), "us-east-1")
        {
            Credentials = _ => new(new SigningCredentials("AKIAIOSFODNN7EXAMPLE", "secret")),
            IdempotencyToken = "11111111-2222-3333-4444-555555555555",
        };

    private static Task<AwsResult> Call(AwsClient client, string service, string operation, params ReadOnlySpan<(string, JsonValue?)> input) =>
        client.CallAsync(Request(service, operation, input), default);

    private AwsClient Client() =>
        new(_http, ServiceCatalog.Default, new(moto.Endpoint ?? throw new InvalidOperationException(moto.Reason)), TimeProvider.System);
}
