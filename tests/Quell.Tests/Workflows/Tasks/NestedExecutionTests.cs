using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Tasks;
using static Quell.Tests.Workflows.Tasks.IntegrationApiTests;

namespace Quell.Tests.Workflows.Tasks;

/// <summary>Developer guide, "Start a new AWS Step Functions state machine from a running execution".</summary>
public sealed class NestedExecutionTests
{
    private static readonly JsonObject Description = (JsonObject)JsonValue.Parse("""
        {"executionArn":"e","stateMachineArn":"m","name":"n","status":"SUCCEEDED","startDate":"2024-04-18T06:27:01Z","stopDate":"2024-04-18T06:27:02Z",
         "input":"{}","inputDetails":{"included":true},"output":"{\"Arg1\":\"argument1\"}","outputDetails":{"included":true},
         "redriveCount":0,"redriveStatus":"NOT_REDRIVABLE","redriveStatusReason":"Execution is SUCCEEDED and cannot be redriven"}
        """);

    [Fact]
    public void Sync_shows_input_and_output_as_texts() => Outcome("sync", Description).ShouldBe(new TaskOutcome.Succeeded(JsonValue.Parse("""
        {"ExecutionArn":"e","Input":"{}","InputDetails":{"Included":true},"Name":"n","Output":"{\"Arg1\":\"argument1\"}","OutputDetails":{"Included":true},
         "RedriveCount":0,"RedriveStatus":"NOT_REDRIVABLE","RedriveStatusReason":"Execution is SUCCEEDED and cannot be redriven",
         "StartDate":1713421621000,"StateMachineArn":"m","Status":"SUCCEEDED","StopDate":1713421622000}
        """)));

    [Fact]
    public void Sync_2_shows_input_and_output_as_JSON()
    {
        var output = (JsonObject)Outcome("sync:2", Description).ShouldBeOfType<TaskOutcome.Succeeded>().Output;
        (output["Input"]?.ToString(), output["Output"]?.ToString()).ShouldBe(("{}", """{"Arg1":"argument1"}"""));
    }

    [Fact]
    public void An_execution_that_fails_fails_the_state_with_its_description() =>
        Outcome("sync", (JsonObject)JsonValue.Parse("""{"status":"FAILED","executionArn":"e","error":"E","cause":"c","startDate":"2024-04-18T06:27:01Z"}"""))
            .ShouldBe(new TaskOutcome.Failed("States.TaskFailed", """{"Cause":"c","Error":"E","ExecutionArn":"e","StartDate":1713421621000,"Status":"FAILED"}"""));

    private static TaskOutcome Outcome(string pattern, JsonObject description) =>
        NestedExecution.Outcome(Resource("states:startExecution." + pattern), description);
}
