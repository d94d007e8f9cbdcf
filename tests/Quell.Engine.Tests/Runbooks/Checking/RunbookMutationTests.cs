using System.Text;
using Quell.Engine.Runbooks.Checking;

namespace Quell.Engine.Tests.Runbooks.Checking;

public class RunbookMutationTests
{
    /// <summary>What the issue asks for; the rules make far more.</summary>
    private const int Wanted = 200;

    public static TheoryData<string> Documents => [.. RunbookDocuments.Names];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_valid_document_has_no_mistake(string name)
    {
        var findings = Check(RunbookDocuments.Text(name));
        findings.Mistakes.ShouldBeEmpty();
        findings.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Documents))]
    [Trait("Requirement", "D10")]
    public void Each_mutation_of_a_valid_document_is_refused_with_its_line(string name)
    {
        var missed = new List<string>();
        foreach (var mutation in MutationsOf(name))
        {
            var told = Check(mutation.Text).Mistakes.Select(mistake => mistake.Line).ToHashSet();
            if (!mutation.Lines.All(told.Contains))
            {
                missed.Add($"{mutation.What}: wanted at {string.Join(", ", mutation.Lines)}, told at {string.Join(", ", told.Order())}");
            }
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public void There_are_more_than_two_hundred_mutations() =>
        RunbookDocuments.Names.Sum(name => MutationsOf(name).Count()).ShouldBeGreaterThan(Wanted);

    private static IEnumerable<RunbookMutation> MutationsOf(string name)
    {
        var text = RunbookDocuments.Text(name);

        // What nothing refers to may have any name.
        return RunbookMutations.Of(text, RunbookDocuments.Read(name)).Where(mutation => mutation.Lines.Count > 0 && mutation.Text != text);
    }

    private static RunbookFindings Check(string text) => RunbookCheck.Check(Encoding.UTF8.GetBytes(text), apis: null);
}
