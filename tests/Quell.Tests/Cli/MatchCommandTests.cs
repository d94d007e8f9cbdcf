using Quell.Engine.Json;

namespace Quell.Tests.Cli;

public sealed class MatchCommandTests
{
    [Theory]
    [InlineData("""{"a":[1]}""", """{"a":1}""", 0, "match")]
    [InlineData("""{"a":[1]}""", """{"a":2}""", 1, "no match")]
    public async Task Says_whether_an_event_matches(string pattern, string @event, int exitCode, string answer)
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("match", "--pattern", folder.Write("p.json", pattern), "--event", folder.Write("e.json", "\uFEFF" + @event))).ShouldBe(exitCode);
        shell.Out.Trim().ShouldBe(answer);
    }

    [Theory]
    [InlineData("""{"a":1}""", "{}", "p.json: Event pattern is not valid")]
    [InlineData("""{"a":[1]}""", "5", "e.json: Event must be a JSON object")]
    public async Task Names_the_file_that_is_wrong(string pattern, string @event, string error)
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("match", "--pattern", folder.Write("p.json", pattern), "--event", folder.Write("e.json", @event))).ShouldBe(2);
        shell.Error.ShouldContain(error);
        shell.Error.Trim().Split('\n')[0].ShouldStartWith("quell: ");
    }

    [Fact]
    public async Task Answers_every_line_of_a_batch_in_order_also_the_broken_ones()
    {
        using var shell = new Shell
        {
            Input = """
                {"id":1,"pattern":{"a":[1]},"event":{"a":1}}
                {"id":"two","pattern":"{\"a\":[1]}","event":"{\"a\":2}"}

                nonsense
                {"id":3}
                {"id":4,"pattern":"{","event":{}}
                {"id":5,"pattern":{"a":[1]},"event":"[]"}
                {"id":6,"pattern":{"a":[1]},"event":"\ud800"}
                """,
        };
        (await shell.Run("match", "--batch")).ShouldBe(0);
        var answers = shell.Lines.Select(line => (JsonObject)JsonValue.Parse(line)).ToList();
        answers.Count.ShouldBe(7);
        answers[0].ToString().ShouldBe("""{"id":1,"match":true}""");
        answers[1].ToString().ShouldBe("""{"id":"two","match":false}""");
        answers[2]["id"].ShouldBe(JsonValue.Null);
        answers[2].String("error").ShouldNotBeNull().ShouldStartWith("line 4: not JSON");
        answers[3].ToString().ShouldBe("""{"id":3,"error":"'pattern' is missing"}""");
        answers[4].String("error").ShouldNotBeNull().ShouldStartWith("Event pattern is not valid. Reason: ");
        answers[5].String("error").ShouldBe("Event must be a JSON object");
        answers[6].String("error").ShouldNotBeNull().ShouldContain("surrogate");
    }

    [SharedFact("conformance/event-patterns/pairs.jsonl")]
    [Trait("Requirement", "A24")]
    public async Task Gives_the_recorded_answer_to_every_conformance_pair()
    {
        var cases = await File.ReadAllTextAsync(Repository.PathOf("../shared/conformance/event-patterns/pairs.jsonl"));
        using var shell = new Shell { Input = cases };
        (await shell.Run("match", "--batch")).ShouldBe(0);
        var wanted = cases.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonValue.Parse(line))
            .Select(one => JsonObject.Of(("id", one["id"]), ("match", one["match"])).ToString());
        shell.Lines.ShouldBe(wanted);
    }

    [Fact]
    public async Task Explains_every_field_of_a_pattern()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        var pattern = folder.Write("p.json", """{"source": ["aws.ec2"], "detail": {"state": ["running"]}}""");
        var @event = folder.Write("e.json", """{"source": "aws.ec2", "detail": {"State": "running"}}""");
        (await shell.Run("match", "--pattern", pattern, "--event", @event, "--explain")).ShouldBe(1);
        shell.Lines[0].ShouldBe("""no match: detail.state is missing (did you mean detail.State?), the pattern wants ["running"]""");
        shell.Lines[1..].Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).ShouldBe([
            "FIELD|MATCHES|EVENT|PATTERN",
            """source|yes|"aws.ec2"|["aws.ec2"]""",
            """detail.state|no|missing (did you mean detail.State?)|["running"]""",
        ]);
        using var json = new Shell();
        (await json.Run("match", "--pattern", pattern, "--event", @event, "--explain", "--output", "json")).ShouldBe(1);
        var answer = (JsonObject)JsonValue.Parse(json.Out);
        answer["match"].ShouldBe((JsonValue)false);
        answer.Array("fields")[1].ToString().ShouldBe(
            """{"path":"detail.state","passed":false,"found":"missing","wanted":"[\"running\"]","didYouMean":"detail.State","note":"detail has State"}""");
    }

    [Theory]
    [InlineData("list.json", """{"Rules": [{"Name": "all", "EventPattern": "{\"source\":[\"s\"]}"}, {"Name": "near", "EventPattern": "{\"source\":[\"s\"],\"a\":[1]}"}, {"Name": "far", "EventPattern": "{\"b\":[1]}"}, {"Name": "off", "State": "DISABLED", "EventPattern": "{\"source\":[\"s\"]}"}, {"Name": "clock", "ScheduleExpression": "rate(1 day)"}]}""")]
    [InlineData("lines.jsonl", "{\"name\": \"all\", \"pattern\": {\"source\": [\"s\"]}}\r\n\n{\"name\": \"near\", \"pattern\": \"{\\\"source\\\":[\\\"s\\\"],\\\"a\\\":[1]}\"}\n{\"name\": \"far\", \"pattern\": {\"b\": [1]}}\n")]
    public async Task Tries_a_file_of_rules_and_ranks_those_that_miss(string name, string rules)
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        var (file, @event) = (folder.Write(name, rules), folder.Write("e.json", """{"source": "s"}"""));
        (await shell.Run("match", "--rules", file, "--event", @event)).ShouldBe(0, shell.Error);
        shell.Out.Trim().ShouldBe("all");
        using var explained = new Shell();
        (await explained.Run("match", "--rules", file, "--event", @event, "--explain", "--limit", "1")).ShouldBe(0);
        explained.Lines.Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).ShouldBe([
            "RULE|MATCHES|FIELDS|WHY", "all|yes|1 of 1", "near|no|1 of 2|a is missing (the event has source), the pattern wants [1]",
            "1 more that do not match: --limit N shows more of them.",
        ]);
        using var json = new Shell();
        (await json.Run("match", "--rules", file, "--event", @event, "--explain", "--output", "json")).ShouldBe(0);
        var answer = (JsonObject)JsonValue.Parse(json.Out);
        answer.Array("nearMisses").Objects.Select(rule => rule.String("rule")).ShouldBe(["near", "far"]);
    }

    [Fact]
    public async Task Warns_of_an_event_without_its_envelope()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("match", "--pattern", folder.Write("p.json", """{"detail": {"state": ["on"]}}"""), "--event", folder.Write("e.json", """{"state": "on"}"""), "--explain")).ShouldBe(1);
        shell.Error.ShouldContain("e.json: has none of source, detail-type and detail; rules see events with their envelope.");
    }

    [Fact]
    public async Task Tries_the_rules_of_a_template()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        var template = folder.Write("t.yaml", """
            Parameters: {Source: {Type: String}}
            Resources:
              Mine: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [!Ref Source]}}}
            """);
        var @event = folder.Write("e.json", """{"source": "s"}""");
        (await shell.Run("match", "--template", template, "--parameter", "Source=s", "--event", @event)).ShouldBe(0, shell.Error);
        shell.Out.Trim().ShouldBe("Mine");
        (await shell.Run("match", "--template", template, "--event", @event)).ShouldBe(2);
        shell.Error.ShouldContain("rule Mine needs the parameter Source");
    }

    [Theory]
    [InlineData("nonsense", "lines: line 1: not JSON")]
    [InlineData("{\"name\":\"x\"}", "lines: line 1: rule x: 'pattern' is missing")]
    [InlineData("{\"a\":[1]}\n{\"a\":1}", "lines: line 2: Event pattern is not valid")]
    public async Task Says_which_line_of_a_file_of_rules_is_wrong(string rules, string error)
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("match", "--rules", folder.Write("lines", rules), "--event", folder.Write("e.json", "{}"))).ShouldBe(2);
        shell.Error.ShouldContain(error);
    }

    [Fact]
    public async Task Wants_either_a_batch_or_two_files()
    {
        using var shell = new Shell();
        (await shell.Run("match")).ShouldBe(2);
        (await shell.Run("match", "--batch", "--pattern", "x")).ShouldBe(2);
        (await shell.Run("match", "--pattern", "x", "--rules", "y", "--event", "z")).ShouldBe(2);
        shell.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }
}
