namespace Quell.Tests.Confinement;

/// <summary>Whether the machine has a PowerShell.</summary>
internal static class FakePowerShell
{
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pwsh")));
}
