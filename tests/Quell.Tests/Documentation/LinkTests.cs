using System.Text.RegularExpressions;

namespace Quell.Tests.Documentation;

/// <summary>What the documents point at is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Documents { get; } = [.. Markdown.Files()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_leads_to_a_file(string document)
    {
        var text = Markdown.Read(document);
        var folder = Path.GetDirectoryName(Path.Combine(RequirementsDocument.Root, document)) ?? "";
        var broken = Link().Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Select(target => target.Split('#')[0])
            .Where(path => path.Length > 0 && !Path.Exists(Path.Combine(folder, path)));
        broken.ShouldBeEmpty(document);
    }

    /// <summary>Paths in code spans that begin with a folder of the repository, as CONTRIBUTING.md writes them.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_of_the_repository_that_is_named_is_there(string document)
    {
        var missing = Named().Matches(Markdown.Read(document))
            .Select(match => match.Groups[1].Value.TrimEnd('/'))
            .Where(path => !path.Contains('*', StringComparison.Ordinal) && !path.Contains("...", StringComparison.Ordinal) && !Path.Exists(Path.Combine(RequirementsDocument.Root, path)));
        missing.ShouldBeEmpty(document);
    }

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|docs|tests|examples|bench|tools)/[^\s`]+)`")]
    private static partial Regex Named();
}
