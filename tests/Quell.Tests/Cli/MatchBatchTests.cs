using System.Text;
using Quell.Cli;
using Quell.Engine.Json;

namespace Quell.Tests.Cli;

public sealed class MatchBatchTests
{
    private static readonly byte[] Good = """{"id":"good","pattern":{"a":[1]},"event":{"a":1}}"""u8.ToArray();

    public static TheoryData<string, string> Broken => new()
    {
        { "5", "line 2: not a JSON object" },
        { "[1]", "line 2: not a JSON object" },
        { "{\"id\":1,", "line 2: not JSON" },
        { "{\"id\":1} {}", "line 2: not JSON" },
        { "{\"event\":{}}", "'pattern' is missing" },
        { "{\"pattern\":{\"a\":[1]}}", "'event' is missing" },
        { "{\"pattern\":5,\"event\":{}}", "Event pattern is not valid. Reason: Filter is not an object" },
        { "{\"pattern\":{\"a\":[1]},\"event\":\"\\ud800\"}", "line 2: a text has an unpaired surrogate escape" },
        { "{\"id\":\"\\ud800\",\"pattern\":{\"a\":[1]},\"event\":{}}", "line 2: the id cannot be given back" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_line_gives_an_error_and_the_others_their_answers(string line, string error)
    {
        var answers = await Run(Good, Encoding.UTF8.GetBytes(line), Good);
        answers.Count.ShouldBe(3);
        (answers[0]["match"], answers[2]["match"]).ShouldBe(((JsonValue)true, (JsonValue)true));
        answers[1].String("error").ShouldNotBeNull().ShouldStartWith(error);
    }

    [Fact]
    public async Task What_is_not_UTF8_is_said_to_be_so()
    {
        byte[] line = [.. "{\"pattern\":{\"a\":[1]},\"event\":{\"a\":\""u8, 0xC3, 0x28, .. "\"}}"u8];
        (await Run(Good, line, Good))[1].String("error").ShouldBe("line 2: not UTF-8");
    }

    [Fact]
    public async Task A_line_over_the_limit_is_passed_over_and_named()
    {
        var line = new byte[MatchBatch.LongestLine + 1];
        Array.Fill(line, (byte)'x');
        var answers = await Run(Good, line, Good);
        answers[1].String("error").ShouldBe("line 2: over the limit of 16 MiB for a line");
        answers[2].String("id").ShouldBe("good");
    }

    [Fact]
    public async Task Ids_may_repeat_and_be_anything_and_other_members_do_no_harm()
    {
        var answers = await Run(
            """{"id":{"x":[1]},"pattern":{"a":[1]},"event":{"a":1},"more":[]}"""u8.ToArray(),
            """{"id":7,"pattern":{"a":[1]},"event":{"a":2}}"""u8.ToArray(),
            """{"id":7,"pattern":{"a":[1]},"event":{"a":1,"b":"\ud800"}}"""u8.ToArray(),
            """{"pattern":{"a":[1]},"event":{"a":1}}"""u8.ToArray());
        answers.Select(answer => answer.ToString()).ShouldBe([
            """{"id":{"x":[1]},"match":true}""", """{"id":7,"match":false}""", """{"id":7,"match":true}""", """{"id":null,"match":true}"""]);
    }

    [Fact]
    public async Task Marks_ends_and_empty_lines_of_any_kind_do_no_harm()
    {
        var input = $"\uFEFF{Encoding.UTF8.GetString(Good)}\r\n\r\n  \t\n{Encoding.UTF8.GetString(Good)}";
        (await Answers(Encoding.UTF8.GetBytes(input), false)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task More_patterns_than_are_kept_are_all_answered_right()
    {
        var lines = Enumerable.Range(0, 5_000).Select(number => $$"""{"id":{{number}},"pattern":{"a":[{{number % 2_500}}]},"event":{"a":{{number}} } }""");
        var answers = await Answers(Encoding.UTF8.GetBytes(string.Join('\n', lines)), false);
        answers.Select(answer => answer.Long("id")).ShouldBe(Enumerable.Range(0, 5_000).Select(number => (long?)number));
        answers.Count(answer => answer["match"]!.Equals((JsonValue)true)).ShouldBe(2_500);
    }

    [Fact]
    public async Task Explains_each_line_on_request()
    {
        var answer = (await Answers("""{"id":1,"pattern":{"a":[1]},"event":{"a":"1"}}"""u8.ToArray(), true)).Single();
        answer.Object("explanation").ShouldNotBeNull().String("text")
            .ShouldBe("""a is "1" ("1" is a text, and the pattern wants 1 without quotes), the pattern wants [1]""");
    }

    private static Task<List<JsonObject>> Run(params byte[][] lines) =>
        Answers([.. lines.SelectMany(line => line.Append((byte)'\n'))], false);

    private static async Task<List<JsonObject>> Answers(byte[] input, bool explain)
    {
        using var output = new MemoryStream();
        await new MatchBatch(explain).Run(new MemoryStream(input), output, CancellationToken.None);
        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonValue.Parse(line))];
    }
}
