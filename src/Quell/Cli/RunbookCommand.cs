using System.CommandLine;

namespace Quell.Cli;

/// <summary><c>quell runbook</c>: what can be done with a runbook's file.</summary>
internal static class RunbookCommand
{
    public static Command Create(Terminal terminal) => new ExampledCommand(
        "runbook", "Checks and runs Systems Manager Automation documents from files.",
        "quell runbook check stop-instance.yaml")
    {
        RunbookCheckCommand.Create(terminal),
        RunbookRunCommand.Create(terminal),
    };
}
