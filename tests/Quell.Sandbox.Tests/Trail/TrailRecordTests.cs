using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Trail;

namespace Quell.Sandbox.Tests.Trail;

public sealed class TrailRecordTests
{
    /// <summary>The form that the S3 User Guide and rules in the field expect: <c>detail.requestParameters.bucketName</c> and the rest.</summary>
    [Fact]
    [Trait("Requirement", "R12")]
    public void Putting_a_bucket_encryption_shows_the_bucket_the_mark_and_the_rule()
    {
        var record = Render("s3", "PutBucketEncryption", """
            {"Bucket": "logs-1", "ServerSideEncryptionConfiguration": {"Rules": [
              {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": true}]}}
            """);

        record["requestParameters"].ShouldBe(JsonValue.Parse("""
            {"encryption": "", "bucketName": "logs-1", "ServerSideEncryptionConfiguration": {
              "xmlns": "http://s3.amazonaws.com/doc/2006-03-01/",
              "Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": true}},
             "Host": "127.0.0.1:4600"}
            """));
        record["responseElements"].ShouldBe(JsonValue.Null);
        record.Bool("readOnly").ShouldBe(false);
        record.Bool("managementEvent").ShouldBe(true);
    }

    [Theory]
    [InlineData("DeletePublicAccessBlock", "DeleteBucketPublicAccessBlock")]
    [InlineData("DeleteBucketEncryption", "DeleteBucketEncryption")]
    [InlineData("GetBucketEncryption", "GetBucketEncryption")]
    public void Bucket_operations_have_the_trails_own_names(string operation, string name) =>
        Render("s3", operation, """{"Bucket": "logs-1"}""").String("eventName").ShouldBe(name);

    [Fact]
    public void The_accounts_public_access_block_is_recorded_as_S3s()
    {
        var record = Render("s3control", "PutPublicAccessBlock", """
            {"AccountId": "123456789012", "PublicAccessBlockConfiguration": {"BlockPublicAcls": true}}
            """);

        record.String("eventSource").ShouldBe("s3.amazonaws.com");
        record.String("eventName").ShouldBe("PutAccountPublicAccessBlock");
        record.Object("requestParameters")!.Object("PublicAccessBlockConfiguration")!.Bool("BlockPublicAcls").ShouldBe(true);
    }

    [Theory]
    [InlineData("rds", "CreateDBInstance", """{"DBInstanceIdentifier": "d", "MasterUserPassword": "s3cr3t"}""")]
    [InlineData("iam", "CreateLoginProfile", """{"UserName": "u", "Password": "s3cr3t"}""")]
    [InlineData("kms", "Encrypt", """{"KeyId": "k", "Plaintext": "s3cr3t"}""")]
    [InlineData("secretsmanager", "CreateSecret", """{"Name": "n", "SecretString": "s3cr3t"}""")]
    public void No_record_shows_a_secret(string service, string operation, string input) =>
        Render(service, operation, input).ToString().ShouldNotContain("s3cr3t");

    [Theory]
    [InlineData("s3", "PutObject", """{"Bucket": "logs-1", "Key": "a"}""")]
    [InlineData("s3", "CreateMultipartUpload", """{"Bucket": "logs-1", "Key": "a"}""")]
    [InlineData("s3", "UploadPart", """{"Bucket": "logs-1", "Key": "a", "UploadId": "u", "PartNumber": 1}""")]
    [InlineData("s3", "CompleteMultipartUpload", """{"Bucket": "logs-1", "Key": "a", "UploadId": "u"}""")]
    [InlineData("s3", "ListObjectsV2", """{"Bucket": "logs-1"}""")]
    [InlineData("lambda", "Invoke", """{"FunctionName": "f"}""")]
    [InlineData("sqs", "ReceiveMessage", """{"QueueUrl": "q"}""")]
    public void What_is_done_with_content_is_a_data_event(string service, string operation, string input)
    {
        var record = Render(service, operation, input);

        record.Bool("managementEvent").ShouldBe(false);
        record.String("eventCategory").ShouldBe("Data");
    }

    [Fact]
    [Trait("Requirement", "A20")]
    public void A_refused_call_is_recorded_with_who_when_from_where_and_why()
    {
        var record = Render(
            "ec2", "CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""",
            error: new AwsException("VpcLimitExceeded", "The maximum number of VPCs has been reached."));

        record.Without("userAgent").ShouldBe(JsonValue.Parse("""
            {"eventVersion": "1.11",
             "userIdentity": {"type": "Root", "principalId": "123456789012", "arn": "arn:aws:iam::123456789012:root",
                              "accountId": "123456789012", "accessKeyId": "AKIDEXAMPLE"},
             "eventTime": "2026-01-02T03:04:05Z", "eventSource": "ec2.amazonaws.com", "eventName": "CreateVpc",
             "awsRegion": "eu-west-1", "sourceIPAddress": "127.0.0.1",
             "errorCode": "Client.VpcLimitExceeded", "errorMessage": "The maximum number of VPCs has been reached.",
             "requestParameters": {"instanceTenancy": "default", "amazonProvidedIpv6CidrBlock": false, "cidrBlock": "10.0.0.0/16"},
             "responseElements": null, "requestID": "request", "eventID": "event", "readOnly": false, "eventType": "AwsApiCall",
             "managementEvent": true, "recipientAccountId": "123456789012", "eventCategory": "Management"}
            """));
    }

    [Theory]
    [InlineData("iam", "CreateAccessKey", """{"UserName": "alice"}""", """{"AccessKey": {"AccessKeyId": "AKIA1", "SecretAccessKey": "s3cret"}}""")]
    [InlineData("iam", "CreateLoginProfile", """{"UserName": "alice", "Password": "s3cret"}""", "{}")]
    [InlineData("ec2", "RunInstances", """{"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1, "UserData": "s3cret"}""", "{}")]
    [InlineData("ec2", "ModifyInstanceAttribute", """{"InstanceId": "i-1", "UserData": {"Value": "s3cret"}}""", "{}")]
    [InlineData("ec2", "CreateKeyPair", """{"KeyName": "k"}""", """{"KeyName": "k", "KeyMaterial": "s3cret"}""")]
    [InlineData("ec2", "CreateVpnConnection", """{"CustomerGatewayId": "c", "Type": "ipsec.1", "Options": {"TunnelOptions": [{"PreSharedKey": "s3cret"}]}}""", """{"VpnConnection": {"CustomerGatewayConfiguration": "<k>s3cret</k>", "Options": {"TunnelOptions": [{"PreSharedKey": "s3cret"}]}}}""")]
    [InlineData("ec2", "ModifyVpnTunnelOptions", """{"VpnConnectionId": "v", "VpnTunnelOutsideIpAddress": "a", "TunnelOptions": {"PreSharedKey": "s3cret"}}""", """{"VpnConnection": {"CustomerGatewayConfiguration": "<k>s3cret</k>", "Options": {"TunnelOptions": [{"PreSharedKey": "s3cret"}]}}}""")]
    [InlineData("lambda", "CreateFunction", """{"FunctionName": "f", "Environment": {"Variables": {"A": "s3cret"}}, "Code": {"ZipFile": "s3cret"}}""", """{"Environment": {"Variables": {"A": "s3cret"}}}""")]
    [InlineData("ssm", "PutParameter", """{"Name": "p", "Value": "s3cret"}""", "{}")]
    [InlineData("sns", "Publish", """{"TopicArn": "t", "Message": "s3cret"}""", "{}")]
    [InlineData("rds", "CreateDBInstance", """{"MasterUserPassword": "s3cret"}""", "{}")]
    [InlineData("secretsmanager", "CreateSecret", """{"Name": "n", "SecretString": "s3cret"}""", "{}")]
    [InlineData("sts", "AssumeRole", """{"RoleArn": "r"}""", """{"Credentials": {"AccessKeyId": "ASIA1", "SecretAccessKey": "s3cret"}}""")]
    public void Secrets_are_never_recorded(string service, string operation, string input, string output) =>
        Render(service, operation, input, output).ToString().ShouldNotContain("s3cret");

    [Fact]
    public void A_service_that_calls_for_somebody_stands_as_the_source()
    {
        var principal = Principal.Root("123456789012") with { InvokedBy = "cloudformation.amazonaws.com" };

        var record = Render("ec2", "CreateVpc", "{}", principal: principal);

        record.String("sourceIPAddress").ShouldBe("cloudformation.amazonaws.com");
        record.String("userAgent").ShouldBe("cloudformation.amazonaws.com");
    }

    [Fact]
    public void Calls_to_a_global_service_are_recorded_in_us_east_1() =>
        Render("iam", "CreateUser", """{"UserName": "alice"}""").String("awsRegion").ShouldBe("us-east-1");

    [Fact]
    [Trait("Requirement", "N17")]
    public void The_newer_operations_of_EC2_are_recorded_as_XML_turned_into_JSON()
    {
        var record = Render(
            "ec2", "CreateVpcEndpoint", """{"VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-west-1.s3", "RouteTableIds": ["rtb-1"]}""",
            """{"VpcEndpoint": {"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "RouteTableIds": ["rtb-1"]}}""");

        record["requestParameters"].ShouldBe(JsonValue.Parse("""
            {"CreateVpcEndpointRequest": {
              "VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-west-1.s3", "RouteTableId": {"tag": 1, "content": "rtb-1"}}}
            """));
        record["responseElements"].ShouldBe(JsonValue.Parse("""
            {"CreateVpcEndpointResponse": {
              "xmlns": "http://ec2.amazonaws.com/doc/2016-11-15/", "requestId": "request",
              "vpcEndpoint": {"vpcEndpointId": "vpce-1", "vpcId": "vpc-1", "routeTableIdSet": {"item": "rtb-1"}}}}
            """));
    }

    private static JsonObject Render(
        string service, string operation, string input, string output = "{}", AwsException? error = null, Principal? principal = null)
    {
        var model = ServiceCatalog.Default.Get(service);
        var call = new Call
        {
            RequestId = "request",
            Service = service,
            Operation = operation,
            Input = (JsonObject)JsonValue.Parse(input),
            Scope = new Scope("123456789012", "eu-west-1"),
            Principal = principal ?? Principal.Root("123456789012", "AKIDEXAMPLE"),
            Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            UserAgent = "aws-cli/2.9",
        };
        var result = error is null ? new CallResult((JsonObject)JsonValue.Parse(output)) : null;
        return TrailRecord.Render(model, model.Find(operation)!, call, result, error, [], "event");
    }
}
