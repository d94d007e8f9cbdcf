using System.Text;
using System.Text.RegularExpressions;

namespace Quell.Tests.Documentation;

/// <summary>docs/reference/requirements.md: each requirement with the tests that carry its trait, read from the tests' sources.</summary>
internal static partial class RequirementsDocument
{
    /// <summary>The folder that holds Quell.slnx.</summary>
    public static string Root { get; } = FindRoot();

    public static string File { get; } = Path.Combine(Root, "docs", "reference", "requirements.md");

    public static string Render()
    {
        var text = new StringBuilder();
        text.AppendLine("# Requirements and the tests that prove them");
        text.AppendLine();
        text.AppendLine("Written by `./test` from the tests' `Requirement` traits. Do not edit.");
        text.AppendLine();
        text.AppendLine("| requirement | tests |");
        text.AppendLine("|---|---|");
        foreach (var group in Proofs().GroupBy(proof => proof.Requirement).OrderBy(group => group.Key, NaturalOrder))
        {
            var tests = group.Select(proof => $"`{proof.Test}`").Distinct().Order(StringComparer.Ordinal);
            text.AppendLine($"| {group.Key} | {string.Join("<br>", tests)} |");
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    /// <summary>Every pair of a requirement and a test (a method, or a class whose tests all prove it).</summary>
    public static IEnumerable<(string Requirement, string Test)> Proofs() =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
        where !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
        from proof in ProofsIn(System.IO.File.ReadAllText(path))
        select proof;

    /// <summary>Letter first, then number: N2 before N10 before R1.</summary>
    private static Comparer<string> NaturalOrder { get; } = Comparer<string>.Create((one, other) =>
        (one[0], Number(one), one).CompareTo((other[0], Number(other), other)));

    private static int Number(string id) => int.Parse(Digits().Match(id).Value, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<(string Requirement, string Test)> ProofsIn(string source)
    {
        var type = "";
        var pending = new List<string>();
        foreach (var line in source.Split('\n'))
        {
            pending.AddRange(Trait().Matches(line).Select(match => match.Groups[1].Value));
            if (TypeName().Match(line) is { Success: true } named)
            {
                type = named.Groups[1].Value;
                foreach (var requirement in pending)
                {
                    yield return (requirement, type);
                }

                pending.Clear();
            }
            else if (Method().Match(line) is { Success: true } method)
            {
                foreach (var requirement in pending)
                {
                    yield return (requirement, $"{type}.{method.Groups[1].Value}");
                }

                pending.Clear();
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Quell.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Quell.slnx is in no folder above the tests.");
    }

    [GeneratedRegex("""Trait\("Requirement", "([A-Z][0-9]+[a-z]?)"\)""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"^public (?:sealed |partial |static |abstract )*class (\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^    public (?:static )?(?:async )?(?:void|Task|ValueTask|Property) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
