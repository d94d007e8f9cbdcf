using Quell.Engine.Workflows.Tasks;

namespace Quell.Engine.Tests.Workflows.Tasks;

/// <summary>Developer guide, "Task workflow state" and "Discover service integration patterns".</summary>
public sealed class TaskResourceTests
{
    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:HelloWorld")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:HelloWorld:PROD")]
    [InlineData("arn:aws-cn:lambda:cn-north-1:123456789012:function:HelloWorld:$LATEST")]
    public void Takes_a_function_by_its_ARN(string arn)
    {
        var function = Parse(arn).ShouldBeOfType<TaskResource.Function>();
        (function.Text, function.NameInCauses, function.Arn.ToString()).ShouldBe((arn, arn, arn));
    }

    [Fact]
    public void Takes_an_activity_by_its_ARN()
    {
        var activity = Parse("arn:aws:states:us-east-1:123456789012:activity:fetch").ShouldBeOfType<TaskResource.Activity>();
        activity.Arn.Name.ShouldBe("fetch");
    }

    [Theory]
    [InlineData("lambda:invoke", "lambda", "invoke", 0)]
    [InlineData("sqs:sendMessage.waitForTaskToken", "sqs", "sendMessage.waitForTaskToken", 3)]
    [InlineData("states:startExecution.sync", "states", "startExecution.sync", 1)]
    [InlineData("states:startExecution.sync:2", "states", "startExecution.sync:2", 2)]
    [InlineData("http:invoke", "http", "invoke", 0)]
    [InlineData("aws-sdk:ec2:describeInstances", "aws-sdk:ec2", "describeInstances", 0)]
    [InlineData("aws-sdk:sfn:startExecution.waitForTaskToken", "aws-sdk:sfn", "startExecution.waitForTaskToken", 3)]
    public void Takes_an_integration_as_the_history_tells_it(string name, string resourceType, string resource, int pattern)
    {
        var integration = Parse("arn:aws:states:::" + name).ShouldBeOfType<TaskResource.Integration>();
        (integration.ResourceType, integration.Resource, (int)integration.Pattern).ShouldBe((resourceType, resource, pattern));
        (integration.NameInCauses, integration.IsSdk).ShouldBe((resourceType, name.StartsWith("aws-sdk", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lambda")]
    [InlineData("arn:aws:lambda")]
    [InlineData("$.resource")]
    public void What_is_no_ARN_is_said_to_be_none(string text) => Error(text).ShouldBe("Value is not a valid resource ARN");

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:layer:x")]
    [InlineData("arn:aws:lambda:::function:x")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:x:y:z")]
    [InlineData("arn:aws:states:us-east-1:123456789012:stateMachine:x")]
    [InlineData("arn:aws:states:::activity")]
    [InlineData("arn:aws:states:::lambda:invoke.sync")]
    [InlineData("arn:aws:states:::lambda:invoke.waitForever")]
    [InlineData("arn:aws:states:::sns:subscribe")]
    [InlineData("arn:aws:states:::s3:getObject")]
    [InlineData("arn:aws:states:::aws-sdk:s3:getObject.sync")]
    [InlineData("arn:aws:states:::aws-sdk:s3")]
    [InlineData("arn:aws:states:::dynamodb:putItem.waitForTaskToken")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:queue")]
    public void What_Step_Functions_does_not_know_is_not_recognized(string text) => Error(text).ShouldBe(
        $"The resource provided {text} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.");

    [Theory]
    [InlineData("arn:aws:states:::glue:startJobRun.sync", "does not wait for the job that glue:startJobRun starts")]
    [InlineData("arn:aws:states:::ecs:runTask.sync", "does not wait for the job that ecs:runTask starts")]
    [InlineData("arn:aws:states:::eks:call", "does not serve the integration eks:call")]
    [InlineData("arn:aws:states:::apigateway:invoke.waitForTaskToken", "does not serve the integration apigateway:invoke")]
    public void What_only_AWS_serves_is_said_to_be_that(string text, string reason) => Error(text).ShouldContain(reason);

    private static TaskResource Parse(string text)
    {
        TaskResource.TryParse(text, out var resource, out var error).ShouldBeTrue(error);
        return resource!;
    }

    private static string Error(string text)
    {
        TaskResource.TryParse(text, out var resource, out var error).ShouldBeFalse();
        resource.ShouldBeNull();
        return error!;
    }
}
