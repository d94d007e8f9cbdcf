using System.Text;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ResultWriterTests
{
    private const string Run = "arn:aws:states:eu-west-2:123456789012:mapRun:orders/Each:fd5d5e09-8644-4804-b61a-9860092818fd";

    private static readonly ResultDestination Destination = new("results", "mapJobs", Run);

    /// <summary>The records are those of result files that AWS wrote, with other names.</summary>
    [Fact]
    public void Exports_records_by_how_the_children_ended()
    {
        var files = Files(ResultFormat.Exported, Succeeded("[1,2]"), Failed(), new(ChildStatus.Pending, "never"));

        files.Keys.ShouldBe([Key("FAILED_0.json"), Key("PENDING_0.json"), Key("SUCCEEDED_0.json"), Key("manifest.json")], ignoreOrder: true);
        files[Key("SUCCEEDED_0.json")].ShouldBe(
            """[{"ExecutionArn":"arn:aws:states:eu-west-2:123456789012:execution:orders/Each:one","Input":"{\"id\":1}","InputDetails":{"Included":true},"Name":"one","Output":"[1,2]","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"NOT_REDRIVABLE","RedriveStatusReason":"Execution is SUCCEEDED and cannot be redriven","StartDate":"2025-01-09T18:13:01.189Z","StateMachineArn":"arn:aws:states:eu-west-2:123456789012:stateMachine:orders/Each","Status":"SUCCEEDED","StopDate":"2025-01-09T18:14:18.554Z"}]""");
        files[Key("FAILED_0.json")].ShouldBe(
            """[{"Cause":"It broke","Error":"Broken","ExecutionArn":"arn:aws:states:eu-west-2:123456789012:execution:orders/Each:one","Input":"{\"id\":1}","InputDetails":{"Included":true},"Name":"one","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"REDRIVABLE_BY_MAP_RUN","StartDate":"2025-01-09T18:13:01.189Z","StateMachineArn":"arn:aws:states:eu-west-2:123456789012:stateMachine:orders/Each","Status":"FAILED","StopDate":"2025-01-09T18:14:18.554Z"}]""");
        files[Key("PENDING_0.json")].ShouldBe("""[{"Input":"\"never\"","InputDetails":{"Included":true},"Status":"PENDING"}]""");
    }

    [Fact]
    public void The_manifest_lists_the_files_and_the_state_tells_where_it_is()
    {
        var files = Files(ResultFormat.Exported, Succeeded("1"));

        files[Key("manifest.json")].ShouldBe(
            $$$"""{"DestinationBucket":"results","MapRunArn":"{{{Run}}}","ResultFiles":{"FAILED":[],"PENDING":[],"SUCCEEDED":[{"Key":"{{{Key("SUCCEEDED_0.json")}}}","Size":{{{files[Key("SUCCEEDED_0.json")].Length}}}}]}}""");
        new ResultWriter(ResultFormat.Exported, Destination).Result.ToString().ShouldBe(
            $$$"""{"MapRunArn":"{{{Run}}}","ResultWriterDetails":{"Bucket":"results","Key":"{{{Key("manifest.json")}}}"}}""");
    }

    [Theory]
    [InlineData("""{"Transformation":"COMPACT"}""", "[[1,2],{\"a\":3}]")]
    [InlineData("""{"Transformation":"FLATTEN"}""", "[1,2,{\"a\":3}]")]
    [InlineData("""{"Transformation":"FLATTEN","OutputType":"JSONL"}""", "1\n2\n{\"a\":3}\n")]
    [InlineData("""{"Transformation":"COMPACT","OutputType":"JSON"}""", "[[1,2],{\"a\":3}]")]
    public void Writes_outputs_alone_where_it_is_asked_to(string config, string expected) =>
        Files(Format(config), Succeeded("[1,2]"), Succeeded("""{"a":3}"""))[Key("SUCCEEDED_0.json")].ShouldBe(expected);

    [Fact]
    public void What_failed_stays_a_whole_record_under_every_transformation()
    {
        var format = Format("""{"Transformation":"FLATTEN"}""");

        Files(format, Failed())[Key("FAILED_0.json")].ShouldContain("\"Cause\":\"It broke\"");
        format.Preview([Succeeded("[1]"), Failed()]).ToString().ShouldStartWith("""[1,{"Cause":"It broke",""");
    }

    [Fact]
    public void Results_that_are_not_exported_are_the_states_own()
    {
        Format("""{"Transformation":"FLATTEN"}""").Preview([Succeeded("[1,2]"), Succeeded("3")]).ToString().ShouldBe("[1,2,3]");
        Format("""{"Transformation":"COMPACT","OutputType":"JSONL"}""").Preview([Succeeded("[1,2]"), Succeeded("3")]).ShouldBe(new JsonString("[1,2]\n3"));
        ResultFormat.Plain.Preview([Succeeded("[1,2]")]).ToString().ShouldBe("[[1,2]]");
    }

    [Fact]
    public void Files_are_split_where_they_are_full_and_each_is_whole()
    {
        var writer = new ResultWriter(ResultFormat.Plain, Destination, fileSize: 10);
        var files = Join(Enumerable.Range(0, 10).SelectMany(number => writer.Add(Succeeded($"\"{number}\""))).ToList().Concat(writer.Finish()));

        files[Key("SUCCEEDED_0.json")].ShouldBe("""["0","1"]""");
        files[Key("SUCCEEDED_4.json")].ShouldBe("""["8","9"]""");
        var manifest = (JsonObject)JsonValue.Parse(files[Key("manifest.json")]);
        manifest.Object("ResultFiles")!.Array("SUCCEEDED").Objects.Select(file => file.Long("Size")).ShouldBe([9L, 9, 9, 9, 9]);
    }

    [Fact]
    public void Large_files_come_in_parts_and_are_not_held()
    {
        var writer = new ResultWriter(ResultFormat.Plain, Destination);
        var output = JsonValue.Parse($"\"{new string('x', 250_000)}\"").ToString();
        var parts = Enumerable.Range(0, 50).SelectMany(_ => writer.Add(Succeeded(output))).ToList();

        parts.Count.ShouldBe(2);
        parts.ShouldAllBe(part => !part.IsLast && part.Bytes.Length >= ResultWriter.PartSize);
        parts.AddRange(writer.Finish());
        ((JsonArray)JsonValue.Parse(Join(parts)[Key("SUCCEEDED_0.json")])).Count.ShouldBe(50);
    }

    [Fact]
    public void A_run_that_is_driven_again_writes_apart_and_lists_what_it_wrote_before()
    {
        var first = (JsonObject)JsonValue.Parse(Files(ResultFormat.Exported, Succeeded("1"))[Key("manifest.json")]);
        var writer = new ResultWriter(ResultFormat.Exported, Destination with { Redrive = 1 });
        var files = Join([.. writer.Add(Succeeded("2")), .. writer.Finish(first.Object("ResultFiles"))]);

        var again = (JsonObject)JsonValue.Parse(files[Key("Redrive-1/manifest.json")]);
        again.Object("ResultFiles")!.Array("SUCCEEDED").Objects.Select(file => file.String("Key"))
            .ShouldBe([Key("SUCCEEDED_0.json"), Key("Redrive-1/SUCCEEDED_0.json")]);
    }

    [Theory]
    [InlineData("", "fd5d5e09-8644-4804-b61a-9860092818fd/manifest.json")]
    [InlineData("a/b", "a/b/fd5d5e09-8644-4804-b61a-9860092818fd/manifest.json")]
    [InlineData("a/b/", "a/b/fd5d5e09-8644-4804-b61a-9860092818fd/manifest.json")]
    public void The_folder_is_the_runs_own_under_the_prefix(string prefix, string key) =>
        (Destination with { Prefix = prefix }).KeyOf("manifest.json").ShouldBe(key);

    [Fact]
    public void Says_what_is_wrong_with_a_format()
    {
        var mistakes = new List<PathMistake>();
        ResultFormat.Read(JsonObject.Of(("Transformation", "x"), ("OutputType", 1)), "/WriterConfig", mistakes);
        mistakes.ShouldBe([
            new("/WriterConfig/Transformation", "Transformation must be one of NONE, COMPACT, FLATTEN"),
            new("/WriterConfig/OutputType", "OutputType must be one of JSON, JSONL")]);
    }

    private static string Key(string file) => $"mapJobs/fd5d5e09-8644-4804-b61a-9860092818fd/{file}";

    private static ResultFormat Format(string config)
    {
        var mistakes = new List<PathMistake>();
        var format = ResultFormat.Read((JsonObject)JsonValue.Parse(config), "", mistakes);
        mistakes.ShouldBeEmpty();
        return format;
    }

    private static ChildResult Child(ChildStatus status) => new(status, JsonValue.Parse("""{"id":1}"""))
    {
        ExecutionArn = "arn:aws:states:eu-west-2:123456789012:execution:orders/Each:one",
        Name = "one",
        StateMachineArn = "arn:aws:states:eu-west-2:123456789012:stateMachine:orders/Each",
        StartDate = new(2025, 1, 9, 18, 13, 1, 189, TimeSpan.Zero),
        StopDate = new(2025, 1, 9, 18, 14, 18, 554, TimeSpan.Zero),
    };

    private static ChildResult Succeeded(string output) => Child(ChildStatus.Succeeded) with { Output = JsonValue.Parse(output) };

    private static ChildResult Failed() => Child(ChildStatus.Failed) with { Error = "Broken", Cause = "It broke" };

    private static Dictionary<string, string> Files(ResultFormat format, params ChildResult[] children)
    {
        var writer = new ResultWriter(format, Destination);
        return Join(children.SelectMany(writer.Add).ToList().Concat(writer.Finish()));
    }

    private static Dictionary<string, string> Join(IEnumerable<ResultPart> parts)
    {
        var files = parts.GroupBy(part => part.Key).ToDictionary(file => file.Key, file => file.ToList());
        files.Values.ShouldAllBe(file => file.Count(part => part.IsLast) == 1 && file.Last().IsLast);
        return files.ToDictionary(file => file.Key, file => string.Concat(file.Value.Select(part => Encoding.UTF8.GetString(part.Bytes.Span))));
    }
}
