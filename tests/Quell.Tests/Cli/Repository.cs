using System.Runtime.CompilerServices;

namespace Quell.Tests.Cli;

/// <summary>Files of the repository, and of <c>../shared</c> on the machines that have it.</summary>
internal static class Repository
{
    public static string PathOf(string relative, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(RootOf(here), relative));

    private static string RootOf(string file)
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Quell.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? ".";
    }
}

/// <summary>A fact that needs a file or folder of <c>../shared</c>; skipped, with a line that says so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string relative)
    {
        if (!Path.Exists(Repository.PathOf($"../shared/{relative}")))
        {
            Skip = $"../shared/{relative} is not on this machine";
        }
    }
}

/// <summary>A folder of its own for a test, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("quell-test-").FullName;

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file) ?? Path);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
