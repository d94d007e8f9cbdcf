using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Tests.Documentation;

namespace Quell.Tests.Examples;

/// <summary>The first rule that docs/guide/getting-started.md has a new user write, from the page itself.</summary>
public sealed partial class FirstRuleTests
{
    [RealClientFact]
    [Trait("Requirement", "N35")]
    [Trait("Requirement", "W22")]
    public async Task The_template_of_the_guide_detects_triggers_and_acts_with_nothing_but_the_program()
    {
        var template = Yaml().Match(Markdown.Read("docs/guide/getting-started.md")).Groups[1].Value;
        template.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeLessThanOrEqualTo(20);
        var folder = Directory.CreateTempSubdirectory("quell-guide-").FullName;
        var file = Path.Combine(folder, "my.yaml");
        await File.WriteAllTextAsync(file, template);

        await using var quell = await QuellProcess.Start([file]);
        quell.Output.ShouldNotContain("warning");
        var confirmation = (await QuellProcess.Eventually(() => Mails(quell), mails => mails.Count == 1))[0];
        using var browser = new HttpClient();
        (await browser.GetAsync(new Uri(Link().Match(confirmation.String("body") ?? "").Value))).EnsureSuccessStatusCode();
        await quell.Aws("ec2", "create-internet-gateway");
        var notified = await QuellProcess.Eventually(() => Mails(quell), mails => mails.Count == 2);
        notified[1].String("body").ShouldNotBeNull().ShouldContain("CreateInternetGateway");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<IReadOnlyList<JsonObject>> Mails(QuellProcess quell) =>
        [.. ((JsonObject)await quell.Quell("mail")).Array("mail").Objects];

    [GeneratedRegex("```yaml\n(Resources:.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"http://\S*Action=ConfirmSubscription\S*")]
    private static partial Regex Link();
}
