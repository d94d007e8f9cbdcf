using Quell.Confinement;

namespace Quell.Functions.Runtimes;

/// <summary>A program that runs functions.</summary>
/// <param name="Version">For people: <c>python 3.11.2</c>.</param>
/// <param name="Folders">Where it and its modules lie.</param>
internal sealed record Interpreter(RuntimeFamily Family, string Path, string Version, string[] Arguments, string Bootstrap, IReadOnlyList<string> Folders);

/// <summary>The system's own <c>python3</c> and <c>node</c>: looked for when a function first needs them.</summary>
internal sealed class Interpreters(Confiner confiner)
{
    private readonly Lock _gate = new();
    private Interpreter? _node;

    /// <exception cref="EnvironmentException">The system has none.</exception>
    public async Task<Interpreter> For(string runtime)
    {
        if (FunctionRuntime.FamilyOf(runtime) == RuntimeFamily.Python)
        {
            var python = await confiner.Python().ConfigureAwait(false);
            return new(RuntimeFamily.Python, python.Path, $"python {python.Version}", ["-u"], Bootstraps.Python, python.Folders);
        }

        lock (_gate)
        {
            return _node ??= FindNode();
        }
    }

    private static Interpreter FindNode()
    {
        foreach (var candidate in SystemPrograms.Find("node").Concat(SystemPrograms.Find("nodejs")))
        {
            if (SystemPrograms.Ask(candidate, "--version") is [var version, ..])
            {
                return new(RuntimeFamily.Node, candidate, $"node {version}", [], Bootstraps.Node, [SystemPrograms.Prefix(candidate), candidate]);
            }
        }

        throw new EnvironmentException("No Node.js was found on the path. Install nodejs (18 or later).");
    }
}
