using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Tests.Crashes;

/// <summary>A test that fills a small file system of its own; skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    public SmallDiskFactAttribute() => Skip = Reason.Value;

    private static string? WhyNot()
    {
        var folder = Directory.CreateTempSubdirectory("quell-small-disk-").FullName;
        try
        {
            if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder) is not null and var error)
            {
                return $"a small file system cannot be mounted here (that takes root): {error}";
            }

            Run("umount", "--lazy", folder);
            return null;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <returns>What is wrong; null where it went well.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error;
        }
        catch (Win32Exception notFound)
        {
            return notFound.Message;
        }
    }
}
