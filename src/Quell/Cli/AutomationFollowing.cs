using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>Shows a runbook's execution, step by step as they come.</summary>
internal sealed class AutomationFollowing(Terminal terminal, ApiClient client, string id)
{
    /// <summary>Between two looks at an execution that runs.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <param name="automation">The execution as GetAutomationExecution has it.</param>
    /// <param name="follows">Whether its end is waited for.</param>
    public async Task<int> Show(JsonObject automation, bool follows, CancellationToken cancellationToken)
    {
        terminal.Out.WriteLine($"{automation.String("AutomationExecutionId")} of {automation.String("DocumentName")}, version {automation.String("DocumentVersion")}, started by {automation.String("ExecutedBy")}");
        var steps = new StepLines(terminal.Out);
        while (true)
        {
            foreach (var step in automation.Array("StepExecutions").Objects)
            {
                steps.Add(step);
            }

            if (!follows || automation.Has("ExecutionEndTime"))
            {
                break;
            }

            await terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(Interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var execution = await client.Get($"executions/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
            automation = execution.Object("automation") ?? throw new CliException($"The execution {id} is not kept any more.");
        }

        steps.End(automation);
        return automation.String("AutomationExecutionStatus") is "Success" or "InProgress" or "Waiting" or "Pending" ? ExitCode.Done : ExitCode.Failed;
    }
}
