using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

public sealed class ArgumentTemplateTests
{
    [Theory]
    [InlineData("sqs:sendMessage", """{"QueueUrl.$":"$.q","MessageBody":{"anything":{"goes":1}}}""", "")]
    [InlineData("sqs:sendMessage", """{"QueueURL":"q"}""", " The field 'QueueUrl' is required but was missing| The field 'MessageBody' is required but was missing| The field 'QueueURL' is not supported by Step Functions")]
    [InlineData("lambda:invoke.waitForTaskToken", """{"FunctionName":"f","TaskToken.$":"$$.Task.Token","Payload":{"x.$":"$"}}""", " The field 'TaskToken' is not supported by Step Functions")]
    [InlineData("events:putEvents", """{"Entries":[{"Source":"s"},{"detail-type":"d"}]}""", "/Entries[1] The field 'detail-type' is not supported by Step Functions")]
    [InlineData("aws-sdk:dynamodb:putItem", """{"TableName":"t","Item":{"id":{"BOOL":true},"more":{"M":{"a":{"S.$":"$.a"}}}}}""", "/Item/id The field 'BOOL' is not supported by Step Functions")]
    [InlineData("aws-sdk:ec2:createTags", """{"Resources":"{% $ids %}","Tags":"{% $tags %}"}""", "")]
    public void Names_every_field_that_the_API_lacks_and_every_one_that_it_needs(string resource, string template, string mistakes) =>
        string.Join('|', ArgumentTemplate.Check(IntegrationApiTests.Resource(resource), JsonValue.Parse(template)).Select(mistake => $"{mistake.Path} {mistake.Message}"))
            .ShouldBe(mistakes);

    [Fact]
    public void A_function_takes_anything()
    {
        TaskResource.TryParse("arn:aws:lambda:us-east-1:111111111111:function:f", out var resource, out _).ShouldBeTrue();
        ArgumentTemplate.Check(resource!, JsonValue.Parse("""{"any":1}""")).ShouldBeEmpty();
    }
}
