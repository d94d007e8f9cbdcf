using System.Text;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Engine.Tests.Templates.Reading;

public sealed class TemplateFuzzTests
{
    private static readonly string[] Pieces =
    [
        "Resources", "Type", "Properties", ": ", ":\n  ", "\n", "- ", "[", "]", "{", "}", ",", "!Ref ", "!Sub ", "!If ", "&a ", "*a", "\"", "'", "| ", "> ",
        "#", "\t", "%YAML 1.1\n", "---\n", "...\n", "? ", "!!str ", "!<x> ", "<<", "\u0000", "\uFEFF", "Fn::Join", "${", "~", "\\u12", "@", "`", "=",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_the_text_the_answer_is_a_template_or_errors(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Try(text);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_template_with_flaws_strewn_in_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var cases = Some.Cases("mistakes.jsonl").Select(each => each.String("template") ?? "").Append(Some.File("cdk-app.template.json"))
            .Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Templates", "Cases", "serverless"), "*.yaml").Select(File.ReadAllText)).ToList();
        for (var round = 0; round < 250; round++)
        {
            var text = new StringBuilder(cases[random.Next(cases.Count)]);
            for (var flaws = random.Next(1, 4); flaws > 0; flaws--)
            {
                var at = random.Next(text.Length + 1);
                _ = random.Next(3) switch
                {
                    0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                    1 when at < text.Length => text.Remove(at, Math.Min(random.Next(1, 10), text.Length - at)),
                    _ => text.Insert(at, (char)random.Next(1, 256)),
                };
            }

            Try(text.ToString());
        }
    }

    private static void Try(string text)
    {
        var parse = Template.Parse(text);
        (parse.Template is null).ShouldBe(parse.Errors.Length > 0, text);
        if (parse.Template is not { } template)
        {
            return;
        }

        var parameters = template.Parameters.Keys.ToDictionary(name => name, _ => "1");
        var (evaluation, errors) = TemplateEvaluation.Start(template, Some.Environment, parameters);
        (evaluation is null).ShouldBe(errors.Length > 0, text);
        foreach (var resource in evaluation?.Resources ?? [])
        {
            evaluation!.Properties(resource.LogicalId, Some.Answer);
        }

        evaluation?.Outputs(Some.Answer);
    }
}
