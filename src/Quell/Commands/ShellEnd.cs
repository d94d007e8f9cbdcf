namespace Quell.Commands;

/// <summary>How a script on an instance ended.</summary>
/// <param name="Status">Of <see cref="CommandStatus"/>, as the plugin's.</param>
internal sealed record ShellEnd(string Status, string Details, int ExitCode, string Output, string Error)
{
    private const int NotStarted = 127;

    public static ShellEnd Of(int exitCode, string output, string error) => exitCode == 0
        ? new(CommandStatus.Success, CommandStatus.Success, exitCode, output, error)
        : new(CommandStatus.Failed, CommandStatus.Failed, exitCode, output, error);

    /// <summary>One that could not be started.</summary>
    public static ShellEnd Missing(string reason) => Of(NotStarted, "", reason);
}
