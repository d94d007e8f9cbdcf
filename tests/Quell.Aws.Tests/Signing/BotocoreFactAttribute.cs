using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Aws.Tests.Signing;

/// <summary>A test that has botocore sign requests; skipped, with the reason, where <c>python3</c> cannot import it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BotocoreFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    public BotocoreFactAttribute() => Skip = Reason.Value;

    private static string? WhyNot()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import botocore.auth"]) { RedirectStandardError = true })!;
            var error = python.StandardError.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 ? null : $"python3 cannot import botocore: {error.Split('\n')[^1]}";
        }
        catch (Win32Exception notFound)
        {
            return $"python3 cannot be started: {notFound.Message}";
        }
    }
}
