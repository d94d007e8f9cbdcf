using System.Diagnostics;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Tests.Workflows;

namespace Quell.Tests.Cli;

public sealed class RunBatchTests
{
    /// <summary>Was stopped by its caller while it waited, which no line of a batch can ask for; <see cref="ExecutionConformanceTests"/> plays it.</summary>
    private const string Stopped = "test_stop_execution#3";

    [SharedFact("conformance/workflows/executions.jsonl")]
    [Trait("Requirement", "D21")]
    public async Task Recorded_executions_that_call_no_service_have_the_same_history()
    {
        var cases = Cases("executions.jsonl").Where(line => line.Bool("self_contained") == true).ToList();
        var answers = await RunProcess(cases.Select(line => JsonObject.Of(("id", line["id"]), ("definition", line["definition"]), ("input", line["input"] ?? JsonValue.Null))));
        answers.Count.ShouldBe(cases.Count);
        var failures = new StringBuilder();
        foreach (var (line, answer) in cases.Zip(answers).Where(pair => pair.First.String("id") != Stopped))
        {
            answer["id"].ShouldBe(line["id"]);
            failures.Append(RecordedHistory.Difference(line, answer.Array("history").Objects) is { } difference ? $"{line.String("id")}: {difference}\n" : "");
        }

        failures.ToString().ShouldBeEmpty();
    }

    [SharedFact("conformance/workflows/choice.jsonl")]
    [Trait("Requirement", "D21")]
    public async Task Recorded_choices_come_to_the_same_output()
    {
        var cases = Cases("choice.jsonl").ToList();
        var answers = await RunProcess(cases.Select(line => JsonObject.Of(("id", line["id"]), ("definition", line["definition"]), ("input", line["input"]!.ToString()))));
        answers.Count.ShouldBe(cases.Count);
        foreach (var (line, answer) in cases.Zip(answers))
        {
            JsonValue.Parse(answer.String("output") ?? answer.ToString()).ShouldBe(line["expected_output"], line.String("id"));
        }
    }

    [Fact]
    public async Task Answers_every_line_in_order_also_the_broken_ones()
    {
        using var shell = new Shell
        {
            Input = """
                {"id":1,"definition":"{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}","input":null}
                {"id":"two","definition":{"StartAt":"A","States":{"A":{"Type":"Succeed"}}},"input":"{\"a\" : 1.0}"}

                nonsense
                {"id":[3],"definition":{"StartAt":"A","States":{"A":{"Type":"Succeed"}}},"input":{"b":2}}
                {"id":4,"definition":{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"E","Cause":"C"}}}}
                {"id":5,"definition":{"StartAt":"B","States":{"A":{"Type":"Succeed"}}}}
                {"id":6,"definition":{"StartAt":"A","States":{"A":{"Type":"Succeed"}}},"input":"{"}
                {"id":7}
                7
                {"definition":{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":3600,"End":true}}},"input":"[]"}
                """,
        };
        (await shell.Run("run", "--batch")).ShouldBe(0);
        var answers = shell.Lines.Select(line => (JsonObject)JsonValue.Parse(line)).ToList();
        answers.Select(answer => answer.Without("history").ToString()).ShouldBe([
            """{"id":1,"status":"SUCCEEDED","output":"{}"}""",
            """{"id":"two","status":"SUCCEEDED","output":"{\"a\" : 1.0}"}""",
            """{"id":null,"error":"InvalidRequest","cause":"line 4: not JSON: 'nonsense' is an invalid JSON literal. Expected the literal 'null'. (column 2)"}""",
            """{"id":[3],"status":"SUCCEEDED","output":"{\"b\":2}"}""",
            """{"id":4,"status":"FAILED","error":"E","cause":"C"}""",
            answers[5].Without("history").ToString(),
            answers[6].Without("history").ToString(),
            """{"id":7,"error":"InvalidRequest","cause":"'definition' is missing, or neither a text nor an object"}""",
            """{"id":null,"error":"InvalidRequest","cause":"line 10: not a JSON object"}""",
            """{"id":null,"status":"SUCCEEDED","output":"[]"}""",
        ]);
        (answers[5].String("error"), answers[6].String("error")).ShouldBe(("InvalidDefinition", "InvalidExecutionInput"));
        answers[5].String("cause").ShouldNotBeNull().ShouldStartWith("Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: ");
        answers[6].Has("history").ShouldBeFalse();
        answers[9].Array("history").Objects.Select(each => each.String("type")).ShouldBe(["ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded"]);
    }

    private static IEnumerable<JsonObject> Cases(string file) =>
        File.ReadLines(Shared.PathOf($"conformance/workflows/{file}")).Select(line => (JsonObject)JsonValue.Parse(line));

    private static async Task<List<JsonObject>> RunProcess(IEnumerable<JsonObject> lines)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "quell.dll"), "run", "--batch"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }).ShouldNotBeNull();
        var writing = Write(process.StandardInput, lines);
        var output = await process.StandardOutput.ReadToEndAsync();
        await writing;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonValue.Parse(line))];
    }

    private static async Task Write(StreamWriter input, IEnumerable<JsonObject> lines)
    {
        foreach (var line in lines)
        {
            await input.WriteAsync($"{line}\n");
        }

        input.Close();
    }
}
