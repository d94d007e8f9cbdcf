using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Sandbox.Tests.Ec2;

/// <summary>A test that compares with moto; skipped, with the reason, where <c>python3</c> cannot import it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    public MotoFactAttribute() => Skip = Reason.Value;

    private static string? WhyNot()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import boto3, moto.ec2"]) { RedirectStandardError = true })!;
            var error = python.StandardError.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 ? null : $"python3 cannot import moto: {error.Split('\n')[^1]}";
        }
        catch (Win32Exception notFound)
        {
            return $"python3 cannot be started: {notFound.Message}";
        }
    }
}
