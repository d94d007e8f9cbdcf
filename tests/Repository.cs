using System.Runtime.CompilerServices;

namespace Quell;

/// <summary>Files of the repository. Part of every test project.</summary>
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

/// <summary>Files that lie beside the repository, in <c>../shared</c>, on the machines that have them.</summary>
internal static class Shared
{
    public static string PathOf(string relative, [CallerFilePath] string here = "") => Repository.PathOf($"../shared/{relative}", here);
}

/// <summary>A fact that needs a file or folder of <see cref="Shared"/>; skipped, with a line that says so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string relative, [CallerFilePath] string here = "")
    {
        if (!Path.Exists(Shared.PathOf(relative, here)))
        {
            Skip = $"../shared/{relative} is not on this machine";
        }
    }
}
