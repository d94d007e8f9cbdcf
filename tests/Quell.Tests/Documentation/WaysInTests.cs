using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Sources;
using Quell.Engine.Sources.Mappings;
using Quell.Server;
using Quell.Sources;
using Quell.Tests.Cli;
using Quell.Tests.Functions;

namespace Quell.Tests.Documentation;

/// <summary>docs/guide/ways-in.md, as it stands: its requests are taken, its mapping maps.</summary>
public sealed partial class WaysInTests : IDisposable
{
    private const string Sources = """
        sources:
          - {name: alertmanager, kind: alertmanager, secret: {env: ALERTMANAGER_TOKEN}}
          - {name: aws, kind: eventbridge, secret: {env: AWS_KEY}}
          - {name: apps, kind: cloudevents, secret: {env: APPS_TOKEN}}
          - {name: grafana, kind: grafana, secret: {env: GRAFANA_SECRET}}
          - {name: datadog, kind: datadog, secret: {env: DATADOG_TOKEN}}
          - {name: pagerduty, kind: pagerduty, secret: {env: PAGERDUTY_SECRET}}
          - {name: github, kind: github, secret: {env: GITHUB_SECRET}}
          - {name: zabbix, kind: zabbix, secret: {env: ZABBIX_TOKEN}}
          - {name: dhcp, kind: dhcp, secret: {env: DHCP_TOKEN}}
          - {name: dhcp-log, kind: dhcp-syslog, secret: {env: DHCP_TOKEN}}
          - {name: any, kind: generic, secret: {env: ANY_TOKEN}}
        """;

    private static readonly string Page = Markdown.Read("docs/guide/ways-in.md");

    private readonly TemporaryFolder _folder = new();

    [ProgramFact("openssl")]
    [Trait("Requirement", "D27")]
    public async Task Every_request_of_the_page_is_taken()
    {
        var (sources, faults) = SourceFile.Read(Sources, _folder.Path, name => "secret of " + name);
        faults.ShouldBeEmpty();
        await using var server = QuellServer.Create(
            new() { DataFolder = Path.Combine(_folder.Path, "data"), Port = 0, Sources = sources! }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.Start(CancellationToken.None);
        var script = string.Join('\n', Shell().Matches(Page).Select(match => match.Groups[1].Value).Where(block => block.Contains("curl ", StringComparison.Ordinal)))
            .Replace("http://127.0.0.1:4600", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("curl ", "curl -sS -w '\\n%{http_code}\\n' ", StringComparison.Ordinal);

        var answers = await Run(script);

        var requests = script.Split("curl ").Length - 1;
        answers.Split('\n').Count(line => line == "200").ShouldBe(requests, answers);
        foreach (var source in server.Engines.Sources.All)
        {
            source.Counts.Totals.Taken.ShouldBeGreaterThan(0, source.Definition.Name);
        }
    }

    [Fact]
    public void Every_kind_that_there_is_stands_on_the_page() =>
        BuiltInMappings.Kinds.ShouldAllBe(kind => Page.Contains($"| `{kind}` |", StringComparison.Ordinal));

    [Fact]
    public void The_mapping_of_the_page_maps()
    {
        var text = Yaml().Matches(Page).Select(match => match.Groups[1].Value).Single(block => block.StartsWith("kind: door", StringComparison.Ordinal));
        var (mapping, faults) = MappingReader.Read(text);
        faults.ShouldBeEmpty();

        var body = """{"version":1,"floor":3,"doors":[{"door":"d7","state":"forced","at":1772337906,"number":9,"name":"ann"}]}""";
        var one = mapping!.Read(new("door", ImmutableSortedDictionary<string, string>.Empty, Encoding.UTF8.GetBytes(body))).Events.Single();

        (one.Source, one.DetailType, one.Time).ShouldBe(("building.doors", "Door forced", DateTimeOffset.FromUnixTimeSeconds(1_772_337_906)));
        one.Id.ShouldBe(ForeignId.Of("door", "9#0"));
        one.Detail.Without("alert").ToString().ShouldBe("""{"floor":3,"severity":"CRITICAL","who":"ann"}""");
        mapping.Check!.Name.ShouldBe("hmac X-Door-Signature");
    }

    [Fact]
    public void The_files_of_sources_of_the_pages_are_read()
    {
        var file = Yaml().Matches(Page).Select(match => match.Groups[1].Value).First();
        var (_, faults) = SourceFile.Read(file.Replace("/etc/quell/apps-token", Path.Combine(RequirementsDocument.Root, "LICENSE"), StringComparison.Ordinal), _folder.Path, _ => "s");
        faults.ShouldBeEmpty();
        var queue = Yaml().Matches(Markdown.Read("docs/guide/aws.md")).Select(match => match.Groups[1].Value).Single(block => block.StartsWith("sources:", StringComparison.Ordinal));
        SourceFile.Read(queue, _folder.Path, _ => null).Faults.ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> Run(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Variable().Matches(script).Select(match => match.Groups[1].Value).Distinct())
        {
            start.Environment[name] = "secret of " + name;
        }

        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output + await errors;
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"\$([A-Z_]+)")]
    private static partial Regex Variable();
}
