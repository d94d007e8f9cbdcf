using Quell.Engine.Runbooks.Checking;

namespace Quell.Engine.Tests.Runbooks.Checking;

public class RunbookReachTests
{
    [Fact]
    public void Tells_the_calls_that_steps_name_and_those_that_actions_make()
    {
        var reach = Of("patch-group.yaml");
        reach.Calls.Select(call => $"{call.Service}:{call.Operation} {call.Step} {call.Source}").ShouldBe(
        [
            "autoscaling:DescribeAutoScalingGroups describeGroup Document", "autoscaling:SuspendProcesses suspend Document",
            "ssm:SendCommand patch Action", "ssm:ListCommands patch Action", "ssm:ListCommandInvocations patch Action",
            "autoscaling:ResumeProcesses resume Document", "autoscaling:SetDesiredCapacity setCapacity Document", "ssm:GetParameters  Action",
        ]);
        reach.Permissions.ShouldContain("ssm:SendCommand");
        reach.Documents.ShouldHaveSingleItem().ShouldBe(new ReachedDocument("command", "AWS-RunPatchBaseline", "patch", 30));
    }

    [Fact]
    public void Tells_roles_and_everything_that_is_started()
    {
        Of("child-automations.yaml").Documents.Select(document => (document.Kind, document.Name, document.Step)).ShouldBe(
            [("automation", "ASR-FixIt", "remediate"), ("automation", "arn:aws:ssm:us-east-1:123456789012:document/Shared", "everywhere")]);
        Of("child-automations.yaml").Roles.Select(role => (role.Role, role.Use, role.Step)).ShouldBe(
            [("arn:{{global:AWS_PARTITION}}:iam::{{global:ACCOUNT_ID}}:role/Fix_{{global:REGION}}", "AutomationAssumeRole", "remediate")]);
        Of("stack-and-function.yaml").Documents.Select(document => document.Kind).ShouldBe(["template", "function", "state machine"]);
        Of("golden-image.json").Roles.Select(role => (role.Role, role.Use)).ShouldBe([("{{AutomationAssumeRole}}", "assumeRole"), ("ManagedInstanceProfile", "IamInstanceProfileName")]);
        Of("stop-instance.yaml").Calls.Select(call => call.Operation).Distinct().ShouldBe(["StopInstances", "DescribeInstances", "DescribeInstanceStatus", "CreateTags"]);
    }

    [Fact]
    public void Steps_that_are_never_reached_reach_nothing()
    {
        const string text = "schemaVersion: '0.3'\nmainSteps:\n- {name: a, action: 'aws:pause', inputs: {}, isEnd: true}\n- {name: b, action: 'aws:deleteImage', inputs: {ImageId: ami-1}}";
        RunbookReach.Of(RunbookCheck.Check(System.Text.Encoding.UTF8.GetBytes(text), null).Document.ShouldNotBeNull(), null).Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Scripts_are_searched_for_methods_named_like_operations()
    {
        const string script = """
            import boto3
            # boto3.client('rds').delete_db_instance()
            def connect(config):
                return boto3.client(service_name="ec2", config=config)
            def run(events, context):
                ec2 = connect(None)
                ec2.describe_instances()
                names = list(events.get('names'))
                for page in ec2.get_paginator('describe_volumes').paginate():
                    ec2.delete_volume(VolumeId=page)
                boto3.resource('s3').Bucket('x').upload_file('a', 'b')
            """;
        var operations = new Dictionary<string, string> { ["describe_instances"] = "DescribeInstances", ["describe_volumes"] = "DescribeVolumes", ["delete_volume"] = "DeleteVolume" };
        var nothing = new ApiShape.Structure("", [], [], _ => null);
        var apis = new ApiCatalog(["ec2", "s3"], service => new(
            service, [], name => service == "ec2" && operations.TryGetValue(name, out var operation) ? new(operation, [$"ec2:{operation}"], nothing, nothing, Streams: false) : null));
        var seen = ScriptCalls.In(script, apis);
        seen.Calls.ShouldBe([("ec2", "DescribeInstances"), ("ec2", "DescribeVolumes"), ("ec2", "DeleteVolume")]);
        seen.Unclear.ShouldBe(["s3"]);
    }

    [Fact]
    public void Says_what_it_could_not_look_into() =>
        Of("attached-script.yaml").Unread.ShouldBe(
            ["step 'attached' runs the attachment 'tool.zip', which is not read", "step 'shell' runs a script that is not Python, which is not read"]);

    private static Reach Of(string name) => RunbookReach.Of(RunbookDocuments.Read(name), apis: null);
}
