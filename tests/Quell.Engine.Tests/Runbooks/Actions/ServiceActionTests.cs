using Quell.Engine.Executions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks.Actions;

/// <summary>Actions that are calls of one service and the wait for what comes of them.</summary>
public sealed class ServiceActionTests
{
    private const string Running = """{"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "running"}}]}]}""";
    private const string Passed = """{"InstanceStatuses": [{"InstanceId": "i-1", "InstanceStatus": {"Status": "ok"}, "SystemStatus": {"Status": "ok"}}]}""";

    /// <summary>"aws:changeInstanceState": running is EC2's running with both checks passed.</summary>
    [Fact]
    public void Starts_an_instance_and_waits_for_its_checks()
    {
        var runbook = Step("aws:changeInstanceState", "InstanceIds: [i-1], DesiredState: running").Succeed();
        runbook.Succeed(Running.Replace("running", "pending", StringComparison.Ordinal)).Pass(TimeSpan.FromSeconds(1)).Succeed(Running);
        runbook.Succeed(Passed.Replace("ok", "initializing", StringComparison.Ordinal)).Pass(TimeSpan.FromSeconds(2)).Succeed(Passed);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Calls.ShouldBe(["ec2:StartInstances", "ec2:DescribeInstances", "ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceStatus"]);
    }

    [Fact]
    public void Stops_an_instance_by_force()
    {
        var runbook = Step("aws:changeInstanceState", "InstanceIds: [i-1], DesiredState: stopped, Force: true");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"InstanceIds":["i-1"],"Force":true}""");
        runbook.Succeed().Succeed(Running.Replace("running", "stopped", StringComparison.Ordinal)).Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void Only_looks_where_it_is_to_check_only()
    {
        var runbook = Step("aws:changeInstanceState", "InstanceIds: [i-1], DesiredState: stopped, CheckStateOnly: true");
        runbook.Succeed(Running).Pass(TimeSpan.FromSeconds(1)).Succeed(Running.Replace("running", "stopped", StringComparison.Ordinal));
        runbook.Calls.ShouldBe(["ec2:DescribeInstances", "ec2:DescribeInstances"]);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void Fails_where_an_instance_goes_another_way()
    {
        var runbook = Step("aws:changeInstanceState", "InstanceIds: [i-1], DesiredState: running").Succeed().Succeed(Running.Replace("running", "shutting-down", StringComparison.Ordinal));
        runbook.Message!.ShouldContain("Instance i-1 entered unexpected state: shutting-down.");
    }

    /// <summary>"Troubleshooting Systems Manager Automation".</summary>
    [Fact]
    public void Says_that_a_launched_instance_did_not_become_ready()
    {
        var ready = "verifying launched instance(s) are ready to be used.";
        var runbook = Step("aws:runInstances", "ImageId: ami-1", "timeoutSeconds: 60").Succeed("""{"Instances": [{"InstanceId": "i-1"}]}""");
        runbook.Pass(TimeSpan.FromSeconds(60)).Message!.ShouldStartWith($"Step timed out while step is {ready}");
        Step("aws:runInstances", "ImageId: ami-1").Succeed("""{"Instances": [{"InstanceId": "i-1"}]}""").Succeed(Running.Replace("running", "shutting-down", StringComparison.Ordinal))
            .Message!.ShouldStartWith($"Step fails when it is {ready} Instance i-1 entered unexpected state: shutting-down.");
    }

    [Fact]
    public void Knows_no_other_states_to_change_to() =>
        Step("aws:changeInstanceState", "InstanceIds: [i-1], DesiredState: paused").Message!.ShouldContain("DesiredState is paused; it is running, stopped or terminated");

    [Fact]
    [Trait("Requirement", "N28")]
    public void Launches_instances()
    {
        var runbook = Step("aws:runInstances", "ImageId: ami-1, MinInstanceCount: '1', IamInstanceProfileName: p, Monitoring: true, SubnetId: s");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe(
            """{"ImageId":"ami-1","SubnetId":"s","InstanceType":"m1.small","MinCount":1,"MaxCount":1,"IamInstanceProfile":{"Name":"p"},"Monitoring":{"Enabled":true}}""");
        runbook.Succeed("""{"Instances": [{"InstanceId": "i-1"}]}""").Fail("InvalidInstanceID.NotFound").Pass(TimeSpan.FromSeconds(1)).Succeed(Running).Succeed(Passed);
        runbook.Outputs("step").ToString().ShouldBe("""{"InstanceIds":["i-1"],"InstanceStates":["running"]}""");
    }

    /// <summary>"Troubleshooting Systems Manager Automation", "Missing image".</summary>
    [Fact]
    public void Says_why_an_instance_cannot_be_launched() =>
        Step("aws:runInstances", "ImageId: ami-1").Fail("InvalidAMIID.NotFound", "The image id '[ami-1]' does not exist").Message!.ShouldStartWith(
            "Step fails when it is launching the instance(s). Get Exception from RunInstances API of ec2 Service. Exception Message from RunInstances API: "
            + "[The image id '[ami-1]' does not exist (Service: AmazonEC2; Error Code: InvalidAMIID.NotFound)].");

    [Theory]
    [InlineData("aws:createImage", "InstanceId: i-1, ImageName: n, NoReboot: true, ImageDescription: d", "ec2:CreateImage", """{"InstanceId":"i-1","Name":"n","Description":"d","NoReboot":true}""")]
    [InlineData("aws:copyImage", "SourceRegion: r, SourceImageId: a, ImageName: n, Encrypted: true", "ec2:CopyImage", """{"SourceRegion":"r","SourceImageId":"a","Name":"n","Encrypted":true}""")]
    public void Makes_an_image_and_waits_until_it_is_available(string action, string inputs, string call, string parameters)
    {
        var runbook = Step(action, inputs);
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe(parameters);
        runbook.Succeed("""{"ImageId": "ami-2"}""").Succeed("""{"Images": [{"State": "pending"}]}""").Pass(TimeSpan.FromSeconds(1)).Succeed("""{"Images": [{"State": "available"}]}""");
        runbook.Calls.ShouldBe([call, "ec2:DescribeImages", "ec2:DescribeImages"]);
        runbook.Outputs("step").ToString().ShouldBe("""{"ImageId":"ami-2","ImageState":"available"}""");
        Step(action, inputs).Succeed("""{"ImageId": "ami-2"}""").Succeed("""{"Images": [{"State": "failed", "StateReason": {"Message": "no disk"}}]}""")
            .Message!.ShouldContain("Image ami-2 entered unexpected state: failed. no disk.");
    }

    [Fact]
    public void Deletes_an_image_with_its_snapshots()
    {
        var runbook = Step("aws:deleteImage", "ImageId: ami-1");
        runbook.Succeed("""{"Images": [{"BlockDeviceMappings": [{"Ebs": {"SnapshotId": "s-1"}}, {"VirtualName": "ephemeral0"}, {"Ebs": {"SnapshotId": "s-2"}}]}]}""").Succeed().Succeed();
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"SnapshotId":"s-2"}""");
        runbook.Succeed().Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Calls.ShouldBe(["ec2:DescribeImages", "ec2:DeregisterImage", "ec2:DeleteSnapshot", "ec2:DeleteSnapshot"]);
    }

    [Theory]
    [InlineData("ResourceIds: [i-1, i-2], Tags: [{Key: a, Value: b}]", """ec2:CreateTags {"Resources":["i-1","i-2"],"Tags":[{"Key":"a","Value":"b"}]}""")]
    [InlineData("ResourceType: ManagedInstance, ResourceIds: [mi-1], Tags: [{Key: a, Value: b}]", """ssm:AddTagsToResource {"ResourceType":"ManagedInstance","ResourceId":"mi-1","Tags":[{"Key":"a","Value":"b"}]}""")]
    public void Tags(string inputs, string call)
    {
        var runbook = Step("aws:createTags", inputs);
        $"{runbook.Calls[0]} {runbook.Work.Spec["parameters"]}".ShouldBe(call);
        runbook.Succeed().Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Theory]
    [InlineData("ResourceType: Parameter, ResourceIds: [a, b], Tags: [{Key: a, Value: b}]", "ResourceIds has 2 items; of a Parameter it has one")]
    [InlineData("ResourceType: Bucket, ResourceIds: [a], Tags: [{Key: a, Value: b}]", "ResourceType is Bucket; it is EC2")]
    [InlineData("ResourceIds: [a]", "aws:createTags has no Tags")]
    public void Does_not_tag(string inputs, string message) => Step("aws:createTags", inputs).Message!.ShouldContain(message);

    [Fact]
    public void Creates_a_stack()
    {
        var runbook = Step("aws:createStack", "StackName: s, TemplateBody: '{}', Capabilities: [CAPABILITY_IAM]").Succeed("""{"StackId": "arn:s"}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"StackName":"arn:s"}""");
        runbook.Succeed("""{"Stacks": [{"StackStatus": "CREATE_IN_PROGRESS"}]}""").Pass(TimeSpan.FromSeconds(1)).Succeed("""{"Stacks": [{"StackStatus": "CREATE_COMPLETE"}]}""");
        runbook.Outputs("step").ToString().ShouldBe("""{"StackId":"arn:s","StackStatus":"CREATE_COMPLETE"}""");
    }

    [Fact]
    public void Fails_with_the_stacks_reason_and_keeps_what_there_is()
    {
        var runbook = Step("aws:createStack", "StackName: s").Succeed("""{"StackId": "arn:s"}""").Succeed("""{"Stacks": [{"StackStatus": "ROLLBACK_COMPLETE", "StackStatusReason": "no"}]}""");
        runbook.Message!.ShouldContain("Stack arn:s entered unexpected state: ROLLBACK_COMPLETE. no.");
        runbook.Outputs("step", RunbookEvents.StepFailed).String("StackStatus").ShouldBe("ROLLBACK_COMPLETE");
    }

    [Fact]
    public void Deletes_a_stack_and_waits_for_the_very_stack_to_be_gone()
    {
        var runbook = Step("aws:deleteStack", "StackName: s, RetainResources.member.1: Bucket").Succeed("""{"Stacks": [{"StackId": "arn:s", "StackStatus": "CREATE_COMPLETE"}]}""");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"StackName":"s","RetainResources":["Bucket"]}""");
        runbook.Succeed();
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"StackName":"arn:s"}""");
        runbook.Succeed("""{"Stacks": [{"StackStatus": "DELETE_IN_PROGRESS"}]}""").Pass(TimeSpan.FromSeconds(1)).Succeed("""{"Stacks": [{"StackStatus": "DELETE_COMPLETE"}]}""");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        Step("aws:deleteStack", "StackName: s").Fail("ValidationError", "Stack with id s does not exist").Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        Step("aws:deleteStack", "StackName: s").Fail("AccessDenied", "no").Execution.Status.ShouldBe(ExecutionStatus.Failed);
    }

    [Fact]
    public void Runs_a_state_machine_to_its_end()
    {
        var runbook = Step("aws:executeStateMachine", "stateMachineArn: arn:m, input: {a: 1}");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"stateMachineArn":"arn:m","input":"{\"a\":1}"}""");
        runbook.Succeed("""{"executionArn": "arn:e"}""").Succeed("""{"status": "RUNNING"}""").Pass(TimeSpan.FromSeconds(1));
        runbook.Succeed("""{"status": "SUCCEEDED", "output": "{}"}""").Outputs("step").String("status").ShouldBe("SUCCEEDED");
        Step("aws:executeStateMachine", "stateMachineArn: arn:m").Succeed("""{"executionArn": "arn:e"}""").Succeed("""{"status": "FAILED", "error": "E", "cause": "c"}""")
            .Message!.ShouldContain("The execution arn:e ended with the status FAILED. E c.");
    }

    [Fact]
    public void Invokes_a_function()
    {
        var runbook = Step("aws:invokeLambdaFunction", "FunctionName: f, Payload: {id: i-1}", "outputs: [{Name: A, Selector: $.Payload.a, Type: Integer}, {Name: B, Selector: $.a, Type: String}]");
        runbook.Work.Spec["parameters"]!.ToString().ShouldBe("""{"FunctionName":"f","Payload":"{\"id\":\"i-1\"}"}""");
        runbook.Begun[0].Due.ShouldBe(runbook.Now.AddSeconds(300));
        runbook.Succeed("""{"StatusCode": 200, "Payload": "{\"a\": 1}"}""");
        runbook.Outputs("step").ToString().ShouldBe("""{"StatusCode":200,"Payload":{"a": 1},"A":1,"B":"1"}""".Replace(": 1}", ":1}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_function_that_fails_fails_the_step() =>
        Step("aws:invokeLambdaFunction", "FunctionName: f").Succeed("""{"StatusCode": 200, "FunctionError": "Unhandled", "Payload": "{\"errorMessage\": \"x\"}"}""")
            .Message!.ShouldContain("The function f returned an error (Unhandled): {\"errorMessage\":\"x\"}.");

    [Fact]
    public void Runs_another_runbook()
    {
        var runbook = Step("aws:executeAutomation", "DocumentName: other, RuntimeParameters: {Id: i-1, Ids: [a, b], Map: {a: 1}, On: true}");
        runbook.Work.Kind.ShouldBe(RunbookWork.Child);
        runbook.Work.IsTokenAwaited.ShouldBeTrue();
        runbook.Work.Spec["runtimeParameters"]!.ToString().ShouldBe("""{"Id":["i-1"],"Ids":["a","b"],"Map":["{\"a\":1}"],"On":["true"]}""");
        runbook.Answer(new Signal.Submitted(Quell.Engine.Json.JsonObject.Empty)).Execution.IsRunning.ShouldBeTrue();
        runbook.Succeed("""{"ExecutionId": "e", "Status": "Success", "Output": ["x"]}""");
        runbook.Outputs("step").ToString().ShouldBe("""{"ExecutionId":"e","Status":"Success","Output":["x"]}""");
        Step("aws:executeAutomation", "DocumentName: other").Succeed("""{"ExecutionId": "e", "Status": "Failed", "FailureMessage": "Step fails."}""")
            .Message!.ShouldContain("The automation execution e ended with the status Failed. Step fails. Please refer");
    }

    [Fact]
    public void Runs_a_command()
    {
        var runbook = Step("aws:runCommand", "DocumentName: AWS-RunShellScript, InstanceIds: [i-1], Parameters: {commands: [date]}");
        runbook.Work.Kind.ShouldBe(RunbookWork.Command);
        runbook.Work.Spec["Parameters"]!.ToString().ShouldBe("""{"commands":["date"]}""");
        runbook.Succeed("""{"CommandId": "c", "Status": "Success", "ResponseCode": 0, "Output": "today"}""").Outputs("step").String("Output").ShouldBe("today");
        var failed = Step("aws:runCommand", "DocumentName: d, InstanceIds: [i-1]").Succeed("""{"CommandId": "c", "Status": "Failed", "ResponseCode": 1, "Output": "oh"}""");
        failed.Message.ShouldBe(
            "Step fails when it is verifying the command has completed. Command c returns unexpected invocation result: \n{Status=[Failed], ResponseCode=[1], Output=[oh], "
            + "OutputPayload=[{\"CommandId\":\"c\",\"Status\":\"Failed\",\"ResponseCode\":1,\"Output\":\"oh\"}], CommandId=[c]}. "
            + "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.");
        failed.Outputs("step", RunbookEvents.StepFailed).Long("ResponseCode").ShouldBe(1);
        Step("aws:runCommand", "DocumentName: d").Message!.ShouldContain("aws:runCommand has InstanceIds or Targets");
    }

    [Fact]
    public void Calls_a_webhook()
    {
        var runbook = Step("aws:invokeWebhook", "IntegrationName: i, Body: {a: 1}");
        runbook.Work.Spec.Without("step").ToString().ShouldBe("""{"IntegrationName":"i","Body":"{\"a\":1}"}""");
        runbook.Succeed("""{"Response": "ok", "ResponseCode": 200}""").Outputs("step").Long("ResponseCode").ShouldBe(200);
    }

    [Fact]
    public void Knows_no_other_actions() =>
        Step("aws:configurePackage", "x: y").Message!.ShouldContain("aws:configurePackage is no action");

    private static Runbook Step(string action, string inputs, string members = "isEnd: true") =>
        Runbook.Of("- {name: step, action: '" + action + "', inputs: {" + inputs + "}, " + members + "}");
}
