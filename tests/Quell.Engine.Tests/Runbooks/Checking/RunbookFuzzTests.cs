using System.Text;
using Quell.Engine.Runbooks.Checking;

namespace Quell.Engine.Tests.Runbooks.Checking;

public class RunbookFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{{ ", " }}", "{{", "$.", "[", "]", "{", "}", ": ", "- ", "\n", "\n  ", "step:", "variable:", "aws:loop", "aws:branch", "Steps", "Choices", "And", "Not", "inputs",
        "outputs", "name", "nextStep", "null", "*a", "&a ", "<<: ", "!x ", "'", "\"", "\\", "\u0000", "\uFEFF", "0.3", "💥",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_strewn_into_a_document_the_answer_is_findings(int seed)
    {
        var random = new Random(seed);
        var documents = RunbookDocuments.Names.Select(RunbookDocuments.Text).ToList();
        for (var round = 0; round < 150; round++)
        {
            var text = new StringBuilder(documents[random.Next(documents.Count)]);
            for (var flaws = random.Next(1, 5); flaws > 0; flaws--)
            {
                var at = random.Next(text.Length + 1);
                _ = random.Next(3) == 0 && at < text.Length
                    ? text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at))
                    : text.Insert(at, Pieces[random.Next(Pieces.Length)]);
            }

            var findings = RunbookCheck.Check(Encoding.UTF8.GetBytes(text.ToString()), apis: null);
            findings.Mistakes.ShouldAllBe(mistake => mistake.Message.Length > 0 && mistake.Line >= 0);
            if (findings.Document is { } document)
            {
                RunbookReach.Of(document, apis: null).ShouldNotBeNull();
            }
        }
    }
}
