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
    public async Task Wants_either_a_batch_or_two_files()
    {
        using var shell = new Shell();
        (await shell.Run("match")).ShouldBe(2);
        (await shell.Run("match", "--batch", "--pattern", "x")).ShouldBe(2);
        shell.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }
}
