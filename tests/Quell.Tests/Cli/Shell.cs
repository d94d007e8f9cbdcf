using System.Text;
using Quell.Cli;

namespace Quell.Tests.Cli;

/// <summary>A terminal in memory, and what a command left there.</summary>
internal sealed class Shell : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly MemoryStream _output = new();

    public string Input { get; init; } = "";

    public string Out => _out.ToString() + Encoding.UTF8.GetString(_output.ToArray());

    public string Error => _error.ToString();

    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs one command to its end.</summary>
    public Task<int> Run(params string[] args) => CommandLine.Run(
        args, new(_out, _error, () => new MemoryStream(Encoding.UTF8.GetBytes(Input)), () => _output), CancellationToken.None);

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        _output.Dispose();
    }
}
