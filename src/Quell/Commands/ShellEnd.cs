namespace Quell.Commands;

/// <summary>How a script on a node ended.</summary>
/// <param name="Status">Of <see cref="CommandStatus"/>, as the plugin's.</param>
internal sealed record ShellEnd(string Status, string Details, int ExitCode, string Output, string Error)
{
    private const int NotStarted = 127;

    /// <summary>The response code of what has not been run, or whose outcome is not known.</summary>
    private const int NoCode = -1;

    /// <summary>One that was cancelled.</summary>
    public static ShellEnd Cancelled => Stopped(CommandStatus.Cancelled, CommandStatus.Cancelled, "The command was cancelled.");

    public static ShellEnd Of(int exitCode, string output, string error) => exitCode == 0
        ? new(CommandStatus.Success, CommandStatus.Success, exitCode, output, error)
        : new(CommandStatus.Failed, CommandStatus.Failed, exitCode, output, error);

    /// <summary>One that could not be started.</summary>
    public static ShellEnd Missing(string reason) => Of(NotStarted, "", reason);

    /// <summary>One that did not get to its node, or whose connection broke.</summary>
    public static ShellEnd Undelivered(string reason, string output = "") =>
        new(CommandStatus.Failed, CommandStatus.Undeliverable, NoCode, output, CommandPlugin.Cut(reason, CommandPlugin.ErrorCharacters));

    /// <summary>One whose node did not answer; nothing was run.</summary>
    public static ShellEnd Unanswered(string reason) => new(CommandStatus.TimedOut, CommandStatus.DeliveryTimedOut, NoCode, "", reason);

    /// <summary>One that ran longer than it may.</summary>
    public static ShellEnd Late(TimeSpan timeout) =>
        Stopped(CommandStatus.TimedOut, CommandStatus.ExecutionTimedOut, $"The script ran longer than {timeout.TotalSeconds:0} seconds and was ended.");

    /// <summary>One that was ended from outside.</summary>
    public static ShellEnd Stopped(string status, string details, string reason) => new(status, details, 0, "", reason);
}
