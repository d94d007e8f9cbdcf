using Quell.Aws.Permissions;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;

namespace Quell.Aws.Tests.Permissions;

/// <summary>Cases after the Service Authorization Reference, "Actions, resources, and condition keys" of each service.</summary>
public sealed class CallPermissionsTests
{
    private static readonly Scope Scope = new("111122223333", "eu-west-1");

    [Theory]
    [InlineData("ec2", "DescribeInstances", """{"InstanceIds":["i-1"]}""", "ec2:DescribeInstances *")]
    [InlineData("ec2", "StopInstances", """{"InstanceIds":["i-1","i-2"]}""", "ec2:StopInstances arn:aws:ec2:eu-west-1:111122223333:instance/i-1|ec2:StopInstances arn:aws:ec2:eu-west-1:111122223333:instance/i-2")]
    [InlineData("ec2", "CreateTags", """{"Resources":["vpce-1"],"Tags":[{"Key":"a","Value":"b"}]}""", "ec2:CreateTags arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1")]
    [InlineData("ec2", "CreateVpc", """{"TagSpecifications":[{"ResourceType":"vpc","Tags":[{"Key":"a","Value":"b"}]}]}""", "ec2:CreateVpc arn:aws:ec2:eu-west-1:111122223333:vpc/*|ec2:CreateTags arn:aws:ec2:eu-west-1:111122223333:vpc/*")]
    [InlineData("ec2", "CreateRoute", """{"RouteTableId":"rtb-1","GatewayId":"igw-1"}""", "ec2:CreateRoute arn:aws:ec2:eu-west-1:111122223333:route-table/rtb-1")]
    [InlineData("ec2", "CreateSnapshot", """{"VolumeId":"vol-1"}""", "ec2:CreateSnapshot arn:aws:ec2:eu-west-1::snapshot/*|ec2:CreateSnapshot arn:aws:ec2:eu-west-1:111122223333:volume/vol-1")]
    [InlineData("s3", "ListObjectsV2", """{"Bucket":"logs","Prefix":"a/"}""", "s3:ListBucket arn:aws:s3:::logs")]
    [InlineData("s3", "HeadObject", """{"Bucket":"logs","Key":"a/b"}""", "s3:GetObject arn:aws:s3:::logs/a/b")]
    [InlineData("s3", "GetObject", """{"Bucket":"logs","Key":"a","VersionId":"1"}""", "s3:GetObjectVersion arn:aws:s3:::logs/a")]
    [InlineData("s3", "GetBucketEncryption", """{"Bucket":"logs"}""", "s3:GetEncryptionConfiguration arn:aws:s3:::logs")]
    [InlineData("s3", "CopyObject", """{"Bucket":"to","Key":"k","CopySource":"/from/x%20y?versionId=1"}""", "s3:GetObject arn:aws:s3:::from/x y|s3:PutObject arn:aws:s3:::to/k")]
    [InlineData("s3", "DeleteObjects", """{"Bucket":"b","Delete":{"Objects":[{"Key":"1"},{"Key":"2"}]}}""", "s3:DeleteObject arn:aws:s3:::b/1|s3:DeleteObject arn:aws:s3:::b/2")]
    [InlineData("s3", "ListBuckets", "{}", "s3:ListAllMyBuckets *")]
    [InlineData("iam", "AttachRolePolicy", """{"RoleName":"r","PolicyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}""", "iam:AttachRolePolicy arn:aws:iam::111122223333:role/r")]
    [InlineData("iam", "ListUsers", "{}", "iam:ListUsers *")]
    [InlineData("lambda", "Invoke", """{"FunctionName":"f","Qualifier":"live"}""", "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:f:live")]
    [InlineData("lambda", "Invoke", """{"FunctionName":"arn:aws:lambda:eu-west-1:111122223333:function:f"}""", "lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:f")]
    [InlineData("lambda", "CreateFunction", """{"FunctionName":"f","Role":"arn:aws:iam::111122223333:role/r"}""", "lambda:CreateFunction arn:aws:lambda:eu-west-1:111122223333:function:f|iam:PassRole arn:aws:iam::111122223333:role/r")]
    [InlineData("sqs", "SendMessageBatch", """{"QueueUrl":"http://127.0.0.1:4600/999999999999/q"}""", "sqs:SendMessage arn:aws:sqs:eu-west-1:999999999999:q")]
    [InlineData("sns", "Publish", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:t"}""", "sns:Publish arn:aws:sns:eu-west-1:111122223333:t")]
    [InlineData("events", "PutTargets", """{"Rule":"r","Targets":[{"RoleArn":"arn:aws:iam::111122223333:role/t"}]}""", "events:PutTargets arn:aws:events:eu-west-1:111122223333:rule/r|iam:PassRole arn:aws:iam::111122223333:role/t")]
    [InlineData("events", "PutRule", """{"Name":"r","EventBusName":"arn:aws:events:eu-west-1:111122223333:event-bus/other"}""", "events:PutRule arn:aws:events:eu-west-1:111122223333:rule/other/r")]
    [InlineData("events", "PutRule", """{"Name":"r","EventBusName":"default"}""", "events:PutRule arn:aws:events:eu-west-1:111122223333:rule/r")]
    [InlineData("events", "PutEvents", """{"Entries":[{"Source":"a"}]}""", "events:PutEvents arn:aws:events:eu-west-1:111122223333:event-bus/default")]
    [InlineData("stepfunctions", "StartExecution", """{"stateMachineArn":"arn:aws:states:eu-west-1:111122223333:stateMachine:m"}""", "states:StartExecution arn:aws:states:eu-west-1:111122223333:stateMachine:m")]
    [InlineData("ssm", "GetParameter", """{"Name":"/a/b"}""", "ssm:GetParameter arn:aws:ssm:eu-west-1:111122223333:parameter/a/b")]
    [InlineData("ssm", "StartAutomationExecution", """{"DocumentName":"Fix","Parameters":{"AutomationAssumeRole":["arn:aws:iam::111122223333:role/a"]}}""", "ssm:StartAutomationExecution arn:aws:ssm:eu-west-1:111122223333:automation-definition/Fix:$DEFAULT|iam:PassRole arn:aws:iam::111122223333:role/a")]
    [InlineData("ssm", "SendCommand", """{"DocumentName":"Run","InstanceIds":["i-1","mi-1"]}""", "ssm:SendCommand arn:aws:ssm:eu-west-1:111122223333:document/Run|ssm:SendCommand arn:aws:ec2:eu-west-1:111122223333:instance/i-1|ssm:SendCommand arn:aws:ssm:eu-west-1:111122223333:managed-instance/mi-1")]
    [InlineData("ssm", "SendCommand", """{"DocumentName":"Run","InstanceIds":["mi-1"]}""", "ssm:SendCommand arn:aws:ssm:eu-west-1:111122223333:document/Run|ssm:SendCommand arn:aws:ssm:eu-west-1:111122223333:managed-instance/mi-1")]
    [InlineData("ssm", "RegisterManagedInstance", """{"Name":"n","Host":"h"}""", "ssm:RegisterManagedInstance *")]
    [InlineData("ssm", "DeregisterManagedInstance", """{"InstanceId":"mi-1"}""", "ssm:DeregisterManagedInstance arn:aws:ssm:eu-west-1:111122223333:managed-instance/mi-1")]
    [InlineData("logs", "PutLogEvents", """{"logGroupName":"/a","logStreamName":"s"}""", "logs:PutLogEvents arn:aws:logs:eu-west-1:111122223333:log-group:/a:log-stream:s")]
    [InlineData("cloudwatch", "PutMetricData", "{}", "cloudwatch:PutMetricData *")]
    [InlineData("sts", "GetCallerIdentity", "{}", "")]
    [InlineData("glacier", "DeleteVault", """{"vaultName":"v"}""", "glacier:DeleteVault *")]
    public void A_call_asks_for_actions_on_resources(string service, string operation, string input, string needs) =>
        string.Join('|', CallPermissions.Of(service, operation, (JsonObject)JsonValue.Parse(input), Scope).Select(need => $"{need.Action} {need.Resource}")).ShouldBe(needs);

    [Theory]
    [InlineData("s3", "CopyObject", "s3:GetObject s3:PutObject s3:PutObjectTagging s3:PutObjectAcl")]
    [InlineData("lambda", "CreateFunction", "lambda:CreateFunction iam:PassRole")]
    [InlineData("sts", "GetCallerIdentity", "")]
    [InlineData("resourcegroupstaggingapi", "TagResources", "tag:TagResources")]
    public void An_operation_says_what_it_can_ask_for_without_parameters(string service, string operation, string actions) =>
        string.Join(' ', CallPermissions.ActionsOf(service, operation)).ShouldBe(actions);

    [Theory]
    [InlineData("ec2", """{"TagSpecifications":[{"ResourceType":"vpc","Tags":[{"Key":"team","Value":"net"}]}]}""")]
    [InlineData("lambda", """{"Tags":{"team":"net"}}""")]
    [InlineData("stepfunctions", """{"tags":[{"key":"team","value":"net"}]}""")]
    [InlineData("s3", """{"Tagging":{"TagSet":[{"Key":"team","Value":"net"}]}}""")]
    [InlineData("s3", """{"Tagging":"team=net"}""")]
    [InlineData("kms", """{"Tags":[{"TagKey":"team","TagValue":"net"}]}""")]
    public void Tags_are_known_however_a_service_spells_them(string service, string input)
    {
        var context = new PolicyContext();

        CallPermissions.AddKeys(context, service, (JsonObject)JsonValue.Parse(input));

        context.Single("aws:RequestTag/team").ShouldBe("net");
        context.Values("aws:TagKeys").ToArray().ShouldBe(["team"]);
    }

    [Fact]
    public void A_role_is_passed_to_the_service_that_is_to_have_it()
    {
        var needs = CallPermissions.Of("lambda", "CreateFunction", JsonObject.Of(("FunctionName", "f"), ("Role", "arn:aws:iam::111122223333:role/r")), Scope);

        needs[^1].Key.ShouldBe(new("iam:PassedToService", "lambda.amazonaws.com"));
    }
}
