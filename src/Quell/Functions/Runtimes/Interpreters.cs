using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Functions.Runtimes;

/// <summary>A program that runs functions.</summary>
/// <param name="Version">For people: <c>python 3.11.2</c>.</param>
internal sealed record Interpreter(RuntimeFamily Family, string Path, string Version, string[] Arguments, string Bootstrap);

/// <summary>The system's own <c>python3</c> and <c>node</c>: looked for when a function first needs them.</summary>
/// <param name="python">The Python to use; null for the first <c>python3</c> on the path that can import boto3, or else <c>/usr/bin/python3</c>.</param>
internal sealed class Interpreters(string? python)
{
    private const string AboutPython = "import sys,importlib.util as u; print(sys.executable); print(sys.version.split()[0]); print(u.find_spec('boto3') is not None)";

    private readonly Lock _gate = new();
    private Interpreter? _python;
    private Interpreter? _node;

    /// <summary>What puts a process into its own session and ties it to Quell's life, where the system has it (setpriv(1), setsid(1)).</summary>
    public string Detach { get; } = $"{(Find("setpriv").Any() ? "setpriv --pdeathsig KILL -- " : "")}{(Find("setsid").Any() ? "setsid " : "")}";

    /// <exception cref="EnvironmentException">The system has none.</exception>
    public Interpreter For(string runtime)
    {
        lock (_gate)
        {
            return FunctionRuntime.FamilyOf(runtime) == RuntimeFamily.Python ? _python ??= FindPython() : _node ??= FindNode();
        }
    }

    private Interpreter FindPython()
    {
        string[] candidates = python is null ? [.. Find("python3").Append("/usr/bin/python3").Distinct()] : [python];
        Interpreter? found = null;
        foreach (var candidate in candidates)
        {
            if (Ask(candidate, "-c", AboutPython) is [var path, var version, var hasBoto, ..])
            {
                found = new(RuntimeFamily.Python, path, $"python {version}", ["-u"], Bootstraps.Python);
                if (hasBoto == "True")
                {
                    return found;
                }
            }
        }

        return found ?? throw new EnvironmentException($"No Python 3 was found ({string.Join(", ", candidates)}). Install python3 and python3-boto3, or name one with --python.");
    }

    private static Interpreter FindNode()
    {
        foreach (var candidate in Find("node").Concat(Find("nodejs")))
        {
            if (Ask(candidate, "--version") is [var version, ..])
            {
                return new(RuntimeFamily.Node, candidate, $"node {version}", [], Bootstraps.Node);
            }
        }

        throw new EnvironmentException("No Node.js was found on the path. Install nodejs (18 or later).");
    }

    private static IEnumerable<string> Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .Where(File.Exists);

    private static string[]? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
                ?? throw new UnreachableException(program);
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer.Split('\n') : null;
        }
        catch (Win32Exception)
        {
            // It is there but cannot be run.
            return null;
        }
    }
}
