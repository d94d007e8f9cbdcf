using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Engine.Tests.Workflows.Tasks;

public sealed class TaskOutcomeTests
{
    [Theory]
    [InlineData("arn:aws:states:::lambda:invoke", "lambda")]
    [InlineData("arn:aws:states:::aws-sdk:s3:getObject", "aws-sdk:s3")]
    [InlineData("arn:aws:lambda:us-east-1:111111111111:function:f", "arn:aws:lambda:us-east-1:111111111111:function:f")]
    public void A_result_of_more_than_256_KiB_is_refused(string arn, string name)
    {
        TaskResource.TryParse(arn, out var resource, out _).ShouldBeTrue();
        TaskOutcome.Of(resource!, (JsonValue)new string('a', TaskOutcome.LargestResult - 2)).ShouldBeOfType<TaskOutcome.Succeeded>();
        TaskOutcome.Of(resource!, (JsonValue)new string('a', TaskOutcome.LargestResult - 1)).ShouldBe(new TaskOutcome.Failed(
            "States.DataLimitExceeded", $"The state/task '{name}' returned a result with a size exceeding the maximum number of bytes service limit."));
    }
}
