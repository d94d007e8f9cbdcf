using System.Diagnostics;

namespace Quell.Tests;

/// <summary>A test that needs a program and a system that gives runs namespaces; skipped, with the reason, where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConfinedFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Ask);

    public ConfinedFactAttribute(string program = "python3") =>
        Skip = new Functions.ProgramFactAttribute(program).Skip ?? Reason.Value;

    private static string? Ask()
    {
        if (!File.Exists("/usr/bin/unshare"))
        {
            return "There is no unshare(1) to ask whether the system gives namespaces.";
        }

        string[] mapped = Environment.IsPrivilegedProcess ? [] : ["--user"];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/unshare", [.. mapped, "--net", "--pid", "--mount", "--ipc", "--uts", "--fork", "true"]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"The system gives no namespaces: {error}";
    }
}
