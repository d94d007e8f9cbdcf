using Quell.Aws.Operations;

namespace Quell.Workflows.Executing;

/// <summary>The operations of Step Functions on executions, tasks and map runs.</summary>
internal static class ExecutionOperations
{
    private const string Service = "stepfunctions";

    public static OperationTable AddWorkflowExecutions(this OperationTable table, WorkflowEngine engine)
    {
        var start = new ExecutionStart(engine);
        var reading = new ExecutionReading(engine);
        var control = new ExecutionControl(engine);
        var replies = new TaskReplies(engine);
        var mapRuns = new MapRunOperations(engine);
        return table
            .Add(Service, "StartExecution", start.StartExecution)
            .Add(Service, "StartSyncExecution", start.StartSyncExecution)
            .Add(Service, "DescribeExecution", reading.DescribeExecution)
            .Add(Service, "DescribeStateMachineForExecution", reading.DescribeStateMachineForExecution)
            .Add(Service, "GetExecutionHistory", reading.GetExecutionHistory)
            .Add(Service, "ListExecutions", new ExecutionListing(engine).ListExecutions)
            .Add(Service, "StopExecution", control.StopExecution)
            .Add(Service, "RedriveExecution", control.RedriveExecution)
            .Add(Service, "SendTaskSuccess", replies.SendTaskSuccess)
            .Add(Service, "SendTaskFailure", replies.SendTaskFailure)
            .Add(Service, "SendTaskHeartbeat", replies.SendTaskHeartbeat)
            .Add(Service, "GetActivityTask", new ActivityPolling(engine).GetActivityTask)
            .Add(Service, "DescribeMapRun", mapRuns.DescribeMapRun)
            .Add(Service, "ListMapRuns", mapRuns.ListMapRuns)
            .Add(Service, "UpdateMapRun", mapRuns.UpdateMapRun);
    }
}
