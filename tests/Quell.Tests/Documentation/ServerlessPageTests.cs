using System.Text.RegularExpressions;
using Quell.Tests.Cli;
using Quell.Tests.Examples;

namespace Quell.Tests.Documentation;

/// <summary>docs/reference/serverless.md: its example does what it says.</summary>
public sealed partial class ServerlessPageTests
{
    [RealClientFact]
    public async Task The_function_of_the_page_runs_from_the_folder_beside_its_template_and_answers_an_order()
    {
        var page = Markdown.Read("docs/reference/serverless.md");
        using var folder = new TemporaryFolder();
        folder.Write("orders/answer/app.py", Block(page, "python"));
        await using var quell = await QuellProcess.Start([folder.Write("orders/template.yaml", Block(page, "yaml"))]);

        await quell.Aws("events", "put-events", "--entries", """[{"Source": "orders", "DetailType": "order", "Detail": "{}"}]""");

        var resource = await quell.Aws("cloudformation", "describe-stack-resource", "--stack-name", "orders", "--logical-resource-id", "Answers");
        var queue = resource.Object("StackResourceDetail")!.String("PhysicalResourceId")!;
        var answers = await quell.Aws("sqs", "receive-message", "--queue-url", queue, "--wait-time-seconds", "20");
        answers.Array("Messages").Objects.Single().String("Body").ShouldBe("orders");
    }

    private static string Block(string page, string language) =>
        Blocks.Matches(page).First(match => match.Groups[1].Value == language).Groups[2].Value;

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks { get; }
}
