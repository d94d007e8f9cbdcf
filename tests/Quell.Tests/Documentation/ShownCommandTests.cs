using System.CommandLine;
using System.Text.RegularExpressions;
using Quell.Cli;

namespace Quell.Tests.Documentation;

/// <summary>The commands that the documents show can be typed as they stand there.</summary>
public sealed partial class ShownCommandTests
{
    public static TheoryData<string, string> Shown { get; } = Collect(
        from document in Markdown.Files()
        from line in Markdown.ShellLines(document)
        from command in Quell().Matches(line).Select(match => match.Groups[1].Value)
        select (document, command));

    /// <summary>Code spans of prose such as <c>`quell replay PATH --deliver`</c>.</summary>
    public static TheoryData<string, string> Mentioned { get; } = Collect(
        from document in Markdown.Files().Where(document => document != "CHANGELOG.md")
        from span in Span().Matches(Markdown.Read(document)).Select(match => match.Groups[1].Value)
        select (document, span));

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_shown_command_is_understood(string document, string command)
    {
        CommandLine.Mistakes(Root().Parse(Words(command))).ShouldBeEmpty($"{document}: quell {command}");
        foreach (var file in Words(command).Where(word => word.StartsWith("examples/", StringComparison.Ordinal)))
        {
            File.Exists(Path.Combine(RequirementsDocument.Root, file)).ShouldBeTrue($"{document}: {file}");
        }
    }

    [Theory]
    [MemberData(nameof(Mentioned))]
    public void A_mentioned_command_exists_with_its_options(string document, string command)
    {
        var (words, root) = (Words(command), Root());
        if (words is [var first, ..] && first is not "COMMAND" && !first.StartsWith('-'))
        {
            var known = root.Subcommands.SingleOrDefault(each => each.Name == first).ShouldNotBeNull($"{document}: quell {command}");
            foreach (var option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]))
            {
                known.Options.Concat(root.Options).Select(each => each.Name).ShouldContain(option, $"{document}: quell {command}");
            }
        }
    }

    private static RootCommand Root() => CommandLine.Root(new(TextWriter.Null, TextWriter.Null, () => Stream.Null, () => Stream.Null));

    private static TheoryData<string, string> Collect(IEnumerable<(string Document, string Command)> found)
    {
        var data = new TheoryData<string, string>();
        foreach (var (document, command) in found.Distinct())
        {
            data.Add(document, command);
        }

        return data;
    }

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands behind <c>quell</c>, up to a comment or the next command of the line.</summary>
    [GeneratedRegex(@"(?:^|\s)(?:\./)?quell((?:\s+[^\s#|&;<]+)*)")]
    private static partial Regex Quell();

    [GeneratedRegex(@"`(?:\./)?quell ([^`…\[]+)`")]
    private static partial Regex Span();
}
