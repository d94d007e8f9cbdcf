namespace Quell.Tests.Documentation;

/// <summary>The documents of the repository.</summary>
internal static class Markdown
{
    /// <summary>Every *.md that is ours, relative to the repository's root.</summary>
    public static IEnumerable<string> Files() =>
        from path in Directory.EnumerateFiles(RequirementsDocument.Root, "*.md", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(RequirementsDocument.Root, path)
        where !relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "BenchmarkDotNet.Artifacts" || part.StartsWith('.'))
        orderby relative
        select relative;

    public static string Read(string document) => File.ReadAllText(Path.Combine(RequirementsDocument.Root, document));

    /// <summary>The lines of <c>sh</c> blocks, those that end in a backslash joined with the next.</summary>
    public static IEnumerable<string> ShellLines(string document)
    {
        var (isShell, joined) = (false, "");
        foreach (var line in Read(document).Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isShell = !isShell && line.Trim() is "```sh";
            }
            else if (isShell && line.EndsWith('\\'))
            {
                joined += line[..^1] + " ";
            }
            else if (isShell)
            {
                yield return joined + line;
                joined = "";
            }
        }
    }
}
