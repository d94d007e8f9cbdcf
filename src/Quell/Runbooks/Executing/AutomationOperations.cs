using Quell.Aws.Operations;

namespace Quell.Runbooks.Executing;

/// <summary>The operations of Systems Manager on automations.</summary>
internal static class AutomationOperations
{
    private const string Service = "ssm";

    public static OperationTable AddAutomations(this OperationTable table, RunbookEngine engine)
    {
        var reading = new AutomationReading(engine.Executions, engine.Documents);
        var control = new AutomationControl(engine.Executions, engine.Documents, engine.Approvals.Decide);
        return table
            .Add(Service, "StartAutomationExecution", new AutomationStart(engine.Executions, engine.Automations, new(engine.Host.Pass), engine.Host.Seed).StartAutomationExecution)
            .Add(Service, "GetAutomationExecution", reading.GetAutomationExecution)
            .Add(Service, "DescribeAutomationStepExecutions", reading.DescribeAutomationStepExecutions)
            .Add(Service, "DescribeAutomationExecutions", new AutomationListing(engine.Executions, engine.Host.Journal).DescribeAutomationExecutions)
            .Add(Service, "StopAutomationExecution", control.StopAutomationExecution)
            .Add(Service, "SendAutomationSignal", control.SendAutomationSignal);
    }
}
