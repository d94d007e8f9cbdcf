using System.Text.RegularExpressions;

namespace Quell.Tests.Documentation;

public sealed class RequirementsDocumentTests
{
    [Fact]
    public void Is_what_the_tests_traits_say()
    {
        var rendered = RequirementsDocument.Render();
        if (Environment.GetEnvironmentVariable("QUELL_WRITE_DOCUMENTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(RequirementsDocument.File) ?? "");
            File.WriteAllText(RequirementsDocument.File, rendered);
        }

        File.ReadAllText(RequirementsDocument.File).ShouldBe(rendered, "run ./test and commit docs/reference/requirements.md");
    }

    [RequirementsFact]
    public void Names_only_requirements_that_there_are()
    {
        var known = Regex.Matches(File.ReadAllText(RequirementsFactAttribute.Source), @"^\|([A-Z][0-9]+[a-z]?)★?\|", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        known.Count.ShouldBeGreaterThan(100);
        RequirementsDocument.Proofs().Select(proof => proof.Requirement).Where(id => !known.Contains(id)).ShouldBeEmpty();
    }
}

/// <summary>A test that reads the shared list of requirements; skipped, saying so, where a clone does not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequirementsFactAttribute : FactAttribute
{
    public RequirementsFactAttribute()
    {
        if (!File.Exists(Source))
        {
            Skip = "../shared/REQUIREMENTS.md is not here: whether the IDs exist cannot be checked.";
        }
    }

    internal static string Source { get; } = Path.Combine(RequirementsDocument.Root, "..", "shared", "REQUIREMENTS.md");
}
