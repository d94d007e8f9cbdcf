using Quell.Cli;
using Quell.Engine.Sources;
using Quell.Engine.Sources.Mappings;
using Quell.Sources;
using Quell.Tests.Cli;

namespace Quell.Tests.Sources;

public sealed class SourceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Sources_are_read_with_what_their_kinds_give_them()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "pd"), "two\n");
        var (sources, faults) = Read("""
            sources:
              - {name: alerts, kind: alertmanager, secret: {env: ONE}, bus: ops, maxBody: 4096}
              - {name: pd, kind: pagerduty, secret: [{env: ONE}, {file: pd}]}
              - {name: aws, kind: eventbridge, secret: {env: ONE}}
              - {name: ce, kind: cloudevents, check: {type: none}, awsSources: true}
              - {name: grafana, kind: grafana, check: {type: basic, user: g}, secret: {env: ONE}}
              - {name: account, kind: sqs, queue: "https://sqs.eu-west-1.amazonaws.com/123456789012/quell", pollers: 4, bus: "arn:aws:events:eu-west-1:123456789012:event-bus/ops"}
            """);

        faults.ShouldBeEmpty();
        var byName = sources!.All.ToDictionary(source => source.Name);
        byName["alerts"].Bus.ShouldBe("ops");
        Endpoint("alerts").Format.ShouldBeOfType<Mapping>();
        Endpoint("alerts").Check.Definition.Name.ShouldBe("bearer");
        (Endpoint("alerts").MaxBody, Endpoint("pd").MaxBody).ShouldBe((4096, 1024 * 1024));
        Endpoint("pd").Check.Definition.Name.ShouldBe("hmac X-PagerDuty-Signature");
        Endpoint("aws").Check.Definition.Name.ShouldBe("header x-api-key");
        new[] { "alerts", "pd", "aws", "ce", "grafana" }.Select(name => Endpoint(name).TakesAwsSources).ShouldBe([false, false, true, true, false]);
        Endpoint("grafana").Check.Definition.ShouldBe(new CheckDefinition.Basic("g"));
        var queue = byName["account"].ShouldBeOfType<SourceDefinition.Queue>();
        (queue.Region, queue.Pollers).ShouldBe(("eu-west-1", 4));

        SourceDefinition.Endpoint Endpoint(string name) => byName[name].ShouldBeOfType<SourceDefinition.Endpoint>();
    }

    [Theory]
    [InlineData("{name: a, kind: alertmanager}", "senders prove who they are (bearer), so 'secret' is wanted: {env: VARIABLE} or {file: PATH}. 'check: {type: none}' lets anybody send")]
    [InlineData("{name: a, kind: cloudevents}", "'secret' is wanted")]
    [InlineData("{name: a, kind: generic, check: {type: none}, secret: {env: ONE}}", "'check: {type: none}' wants no secret")]
    [InlineData("{name: a, kind: alertmanager, secret: plain-text}", "a secret is {env: VARIABLE} or {file: PATH}; it never stands here itself")]
    [InlineData("{name: a, kind: alertmanager, secret: {env: TWO}}", "the variable TWO is not set")]
    [InlineData("{name: a, kind: alertmanager, secret: {file: nowhere}}", "the file nowhere cannot be read, or is empty")]
    [InlineData("{name: a, kind: nagios, secret: {env: ONE}}", "there is no kind 'nagios', but alertmanager, cloudevents, datadog, dhcp, dhcp-syslog, eventbridge, generic, github, grafana, pagerduty, sqs, zabbix")]
    [InlineData("{name: a/b, kind: generic, secret: {env: ONE}}", "a name is made of up to 64 letters")]
    [InlineData("{name: a, kind: generic, secret: {env: ONE}, colour: blue}", "'colour' is not known here")]
    [InlineData("{name: a, kind: generic, secret: {env: ONE}, maxBody: 1GB}", "'maxBody' wants a whole number from 1 to 26214400")]
    [InlineData("{name: a, kind: generic, secret: {env: ONE}, bus: 'arn:aws:sqs:eu-west-1:123456789012:q'}", "'bus' wants the name of an event bus or its ARN")]
    [InlineData("{name: a, kind: sqs}", "'queue' wants a text")]
    [InlineData("{name: a, kind: sqs, queue: my-queue}", "'queue' wants a queue's URL")]
    [InlineData("{name: a, kind: sqs, queue: 'https://sqs.eu-west-1.amazonaws.com/1/q', pollers: 0}", "'pollers' wants a whole number from 1 to 32")]
    [InlineData("{kind: generic}", "'name' wants a text")]
    [InlineData("7", "a source is a map")]
    public void What_is_wrong_is_said_with_its_place_and_without_the_secret(string source, string what)
    {
        var (sources, faults) = Read($"sources:\n  - {source}\n");
        sources.ShouldBeNull();
        string.Join('\n', faults).ShouldContain(what);
        faults.ShouldAllBe(fault => fault.StartsWith("line 2, ", StringComparison.Ordinal) && !fault.Contains("hush-hush", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_sources_of_one_name_are_refused() => Read("""
        sources:
          - {name: a, kind: generic, secret: {env: ONE}}
          - {name: a, kind: github, secret: {env: ONE}}
        """).Faults.Single().ShouldContain("'a' stands here more than once");

    [Fact]
    public void A_folder_of_mappings_adds_kinds_and_replaces_those_that_come_with_Quell()
    {
        var mappings = Directory.CreateDirectory(Path.Combine(_folder.Path, "mappings")).FullName;
        File.WriteAllText(Path.Combine(mappings, "nagios.yaml"), "kind: nagios\ncheck: {type: header, header: X-N}\nevent: {source: nagios, detail-type: t, detail: {a: $.body.a}}\n");
        File.WriteAllText(Path.Combine(mappings, "own.json"), """{"kind": "generic", "event": {"source": "own", "detail-type": "t", "detail": {}}}""");

        var (sources, faults) = Read("""
            mappings: mappings
            sources:
              - {name: n, kind: nagios, secret: {env: ONE}}
              - {name: g, kind: generic, secret: {env: ONE}}
            """);

        faults.ShouldBeEmpty();
        sources!.All.Select(source => source.ShouldBeOfType<SourceDefinition.Endpoint>().Check.Definition.Name).ShouldBe(["header X-N", "bearer"]);
    }

    [Fact]
    public void A_broken_mapping_is_named_with_its_file()
    {
        var mappings = Directory.CreateDirectory(Path.Combine(_folder.Path, "mappings")).FullName;
        File.WriteAllText(Path.Combine(mappings, "nagios.yaml"), "kind: nagios\n");
        Read("mappings: mappings\nsources: []\n").Faults.Single().ShouldContain("nagios.yaml: line 1, column 1: 'event' wants a map");
        Read("mappings: nowhere\nsources: []\n").Faults.Single().ShouldContain("there is no folder");
    }

    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/123456789012/q", "eu-west-1")]
    [InlineData("https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/q", "us-gov-west-1")]
    [InlineData("https://vpce-0a1b-2c3d.sqs.ap-southeast-2.vpce.amazonaws.com/123456789012/q", "ap-southeast-2")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q", "cn-north-1")]
    [InlineData("https://eu-north-1.queue.amazonaws.com/123456789012/q", "eu-north-1")]
    [InlineData("http://127.0.0.1:5000/123456789012/q", "eu-central-1")]
    public void The_region_of_a_queue_stands_in_its_URL_or_in_the_environment(string url, string region)
    {
        var queue = SourceFile.OfUrl(url, name => name == "AWS_REGION" ? "eu-central-1" : null).ShouldNotBeNull();
        (queue.Region, queue.Name).ShouldBe((region, "q"));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("ftp://host/1/q")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/")]
    public void What_is_no_queue_is_refused_on_the_command_line(string url) =>
        Should.Throw<CliException>(() => UpSources.Read(null, [url])).Message.ShouldStartWith("--relay wants a queue's URL");

    [Fact]
    public void Two_queues_of_one_name_want_a_file() => Should
        .Throw<CliException>(() => UpSources.Read(null, ["https://sqs.eu-west-1.amazonaws.com/1/q", "https://sqs.eu-west-2.amazonaws.com/1/q"]))
        .Message.ShouldContain("Two sources are called 'q'");

    public void Dispose() => _folder.Dispose();

    private (SourceDefinitions? Sources, IReadOnlyList<string> Faults) Read(string text) =>
        SourceFile.Read(text, _folder.Path, name => name == "ONE" ? "hush-hush" : null);
}
