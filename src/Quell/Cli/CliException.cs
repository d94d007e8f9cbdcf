namespace Quell.Cli;

/// <summary>Ends a command with one line to standard error: what is wrong, where, and what would be right.</summary>
/// <param name="message">The line, without the program's name.</param>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
internal sealed class CliException(string message, int exitCode = ExitCode.BadInput) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It was asked for properly and could not be done; for <c>match</c>: no match.</summary>
    public const int Failed = 1;

    /// <summary>What was given is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C came before it was done, as a shell says it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;

    /// <summary>The same for SIGTERM.</summary>
    public const int Terminated = 143;
}
