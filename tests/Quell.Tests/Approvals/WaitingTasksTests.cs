using Quell.Approvals;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Tests.Workflows.Executing;

namespace Quell.Tests.Approvals;

public sealed class WaitingTasksTests : IAsyncLifetime
{
    private readonly ExecutionsHouse _house = new();

    [Theory, Trait("Requirement", "D11")]
    [InlineData(true, "SUCCEEDED")]
    [InlineData(false, "FAILED")]
    public async Task A_task_that_waits_for_its_token_is_decided_as_an_approval(bool isApproval, string status)
    {
        var url = await _house.Queue("ask");
        var execution = await _house.Run("asking", $$$"""
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","End":true,
              "Parameters":{"QueueUrl":"{{{url}}}","MessageBody":{"token.$":"$$.Task.Token"} } } } }
            """);
        await _house.Message(url);
        var desk = _house.Engines.Runbooks.Approvals;

        var waiting = desk.List(ApprovalState.Open, 10).ShouldHaveSingleItem();
        (waiting.ExecutionId, waiting.Step).ShouldBe((execution, "Ask"));
        await desk.Decide(waiting.Run, waiting.Pending, Principal.Root("000000000000"), isApproval, "seen");
        var ended = await _house.Ended(execution);

        ended.String("status").ShouldBe(status);
        (isApproval ? ((JsonObject)JsonValue.Parse(ended.String("output")!)).String("comment") : ended.String("cause")).ShouldBe("seen");
        desk.List(isApproval ? ApprovalState.Approved : ApprovalState.Rejected, 10).ShouldHaveSingleItem().Decisions.ShouldHaveSingleItem().Comment.ShouldBe("seen");
        await Should.ThrowAsync<ApprovalException>(() => desk.Decide(waiting.Run, waiting.Pending, Principal.Root("000000000000"), true, null));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();
}
