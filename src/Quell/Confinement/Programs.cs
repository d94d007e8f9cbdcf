using System.Diagnostics;

namespace Quell.Confinement;

/// <summary>The Python that starts and confines; embedded, and written out to run.</summary>
internal static class Programs
{
    public const string Launcher = "launcher.py";
    public const string Endpoint = "endpoint.py";
    private const string Prefix = "Quell.Confinement.Programs.";

    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in typeof(Programs).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            Write(name[Prefix.Length..], folder);
        }
    }

    /// <summary>Writes one of them into a folder that is there.</summary>
    public static void Write(string name, string folder)
    {
        using var content = typeof(Programs).Assembly.GetManifestResourceStream(Prefix + name) ?? throw new UnreachableException(name);
        using var file = File.Create(Path.Combine(folder, name));
        content.CopyTo(file);
    }
}
