using System.Diagnostics;
using Quell.Confinement;

namespace Quell.Functions.Runtimes;

/// <summary>The programs that load a function's handler and serve the Runtime API for it; embedded, and written out to run.</summary>
internal static class Bootstraps
{
    public const string Python = "bootstrap.py";
    public const string Node = "bootstrap.mjs";

    /// <summary>What the Python one imports.</summary>
    public const string Endpoint = Programs.Endpoint;

    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { Python, Node })
        {
            using var content = typeof(Bootstraps).Assembly.GetManifestResourceStream($"Quell.Functions.Bootstraps.{name}")
                ?? throw new UnreachableException(name);
            using var file = File.Create(Path.Combine(folder, name));
            content.CopyTo(file);
        }

        Programs.Write(Endpoint, folder);
    }
}
