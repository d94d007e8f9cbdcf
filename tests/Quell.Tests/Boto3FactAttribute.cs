using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Tests;

/// <summary>A test whose client is boto3 in the Python interpreter that it names; skipped, with the reason, where that has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Boto3FactAttribute : FactAttribute
{
    public const string Default = "python3";

    /// <summary>Debian's, with the boto3 that speaks SQS in query form.</summary>
    public const string Debian = "/usr/bin/python3";

    public Boto3FactAttribute(string python)
    {
        Python = python;
        if (Run(python, ["-c", "import boto3"]).Status != 0)
        {
            Skip = $"{python} cannot import boto3.";
        }
    }

    public string Python { get; }

    /// <summary>Runs the interpreter to its end.</summary>
    public static (int Status, string Output) Run(string python, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception fault)
        {
            return (-1, fault.Message);
        }
    }
}
