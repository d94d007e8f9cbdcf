using System.Collections.Concurrent;

namespace Quell.Confinement;

/// <summary>A Python 3 of the machine.</summary>
/// <param name="Path">The program itself, not a link or shim.</param>
/// <param name="Version"><c>3.11.2</c>.</param>
/// <param name="HasBoto3">Whether it can import boto3.</param>
/// <param name="Folders">Where it and its modules lie.</param>
internal sealed record Python(string Path, string Version, bool HasBoto3, IReadOnlyList<string> Folders)
{
    private const string About = """
        import sys, os, importlib.util as u
        print(sys.executable); print(sys.version.split()[0]); print(u.find_spec('boto3') is not None)
        for each in {sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable)), *sys.path}:
            if os.path.isdir(each): print(each)
        """;

    private static readonly ConcurrentDictionary<string, Python> Known = new(StringComparer.Ordinal);

    /// <summary>Finds one; asked again, it is the same.</summary>
    /// <param name="named">The one to use; null for the first <c>python3</c> on the path that can import boto3, or else the first.</param>
    /// <exception cref="EnvironmentException">The machine has none.</exception>
    public static Python Find(string? named)
    {
        if (Known.TryGetValue(named ?? "", out var known))
        {
            return known;
        }

        string[] candidates = named is null ? [.. SystemPrograms.Find("python3").Append("/usr/bin/python3").Distinct()] : [named];
        Python? found = null;
        foreach (var candidate in candidates)
        {
            if (SystemPrograms.Ask(candidate, "-I", "-c", About) is [var path, var version, var hasBoto, .. var folders])
            {
                found = new(path, version, hasBoto == "True", folders);
                if (found.HasBoto3)
                {
                    break;
                }
            }
        }

        return found is not null ? Known[named ?? ""] = found : throw new EnvironmentException($"No Python 3 was found ({string.Join(", ", candidates)}). Install python3 and python3-boto3, or name one with --python.");
    }
}

/// <summary>What should run cannot be started; the message is for its owner.</summary>
internal sealed class EnvironmentException(string message, Exception? inner = null) : Exception(message, inner);
