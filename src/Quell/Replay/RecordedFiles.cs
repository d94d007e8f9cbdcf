using Quell.Cli;

namespace Quell.Replay;

/// <summary>Finds the files that paths stand for.</summary>
internal static class RecordedFiles
{
    private static readonly string[] Endings = [".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"];

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };

    /// <summary>A file is taken as it is; of a folder, and the folders below it, the files with an ending that is known.</summary>
    /// <exception cref="CliException">A path is neither, or a folder has no such file.</exception>
    public static List<FileInfo> Find(IEnumerable<string> paths)
    {
        var files = new List<FileInfo>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(new(path));
            }
            else if (Directory.Exists(path))
            {
                files.AddRange(In(path));
            }
            else
            {
                throw new CliException($"{path}: there is no such file or folder.");
            }
        }

        return files;
    }

    /// <summary>Whether a file's name says that it holds an event on each line.</summary>
    public static bool IsLines(string name) =>
        name.Contains(".jsonl", StringComparison.OrdinalIgnoreCase) || name.Contains(".ndjson", StringComparison.OrdinalIgnoreCase);

    private static List<FileInfo> In(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", Below)
            .Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal)
            .Select(file => new FileInfo(file))
            .ToList();
        return files.Count > 0 ? files : throw new CliException($"{folder}: has no file that ends in {string.Join(", ", Endings)}.");
    }
}
