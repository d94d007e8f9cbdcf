using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Tests.Mail;

/// <summary>A test against a real SMTP server; skipped, with the reason, where Debian's python3-aiosmtpd is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    public SmtpFactAttribute() => Skip = Reason.Value;

    internal static string? WhyNot()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(SmtpServer.Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true })!;
            var error = python.StandardError.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 ? null : $"install python3-aiosmtpd: {error.Split('\n')[^1]}";
        }
        catch (Win32Exception notFound)
        {
            return $"{SmtpServer.Python} cannot be started: {notFound.Message}";
        }
    }
}
