using System.Diagnostics;
using System.Runtime.CompilerServices;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Protocols;

/// <summary>A Python process with botocore, the implementation that nobody here wrote. Disposing ends it.</summary>
internal sealed class BotocoreProcess : IDisposable
{
    private readonly Process _process;

    private BotocoreProcess(Process process, string version)
    {
        _process = process;
        Version = version;
    }

    public string Version { get; }

    /// <summary>Starts it with a Python that has botocore.</summary>
    public static BotocoreProcess Start(string python)
    {
        var process = Process.Start(new ProcessStartInfo(python, [ScriptPath()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("No process.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{python} has ended before it was ready.");
        return new(process, ((JsonObject)JsonValue.Parse(line)).String("botocore") ?? "");
    }

    public JsonObject Ask(JsonObject command)
    {
        _process.StandardInput.WriteLine(command.ToString());
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("botocore's process ended.");
        return (JsonObject)JsonValue.Parse(line);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string ScriptPath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here) ?? "", "botocore_wire.py");
}
