using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Confinement;

/// <summary>Finds and asks programs of the machine.</summary>
internal static class SystemPrograms
{
    /// <summary>Where the path has the program, in its order.</summary>
    public static IEnumerable<string> Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .Where(File.Exists);

    /// <summary>The lines that it prints; null where it fails or cannot be run.</summary>
    public static string[]? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
                ?? throw new UnreachableException(program);
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (Win32Exception)
        {
            // It is there but cannot be run.
            return null;
        }
    }

    /// <summary>The folder that a program was installed into, <c>/opt/node</c> for <c>/opt/node/bin/node</c>, whatever links lead to it.</summary>
    public static string Prefix(string program)
    {
        var file = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        var folder = Path.GetDirectoryName(file) ?? "/";
        return Path.GetFileName(folder) == "bin" ? Path.GetDirectoryName(folder) ?? folder : folder;
    }
}
