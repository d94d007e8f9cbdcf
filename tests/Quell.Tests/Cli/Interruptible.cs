using System.Diagnostics;

namespace Quell.Tests.Cli;

/// <summary>
/// Starts programs that SIGINT ends, whoever started the tests: what a script starts in the background ignores SIGINT, and so do its
/// children, until one of them says otherwise (POSIX, "Shell Command Language", section 2.11).
/// </summary>
internal static class Interruptible
{
    /// <summary><c>env</c> of GNU coreutils 8.31 and later gives a signal its default action back; null where there is none such.</summary>
    private static readonly string[]? Wrapper = Find();

    public static ProcessStartInfo Info(string program, IEnumerable<string> arguments) =>
        Wrapper is [var env, .. var options] ? new(env, [.. options, program, .. arguments]) : new(program, arguments);

    private static string[]? Find()
    {
        string[] wrapper = ["/usr/bin/env", "--default-signal=INT"];
        if (!File.Exists(wrapper[0]))
        {
            return null;
        }

        using var trial = Process.Start(new ProcessStartInfo(wrapper[0], [wrapper[1], "true"]) { RedirectStandardError = true })!;
        trial.WaitForExit();
        return trial.ExitCode == 0 ? wrapper : null;
    }
}
