using Quell.Cli.Histories;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;

namespace Quell.Tests.Cli.Histories;

public sealed class HistoryTreeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void States_stand_one_after_another_with_what_they_got_and_gave()
    {
        Draw("""{"StartAt":"A","States":{"A":{"Type":"Pass","Result":1,"Next":"B"},"B":{"Type":"Wait","Seconds":90,"End":true}}}""").ShouldBe([
            "✓ execution run of machine, 1 min 30 s", "  input  {}", "  output 1",
            "  ✓ A (Pass), 0 ms", "    input  {}", "    output 1",
            "  ✓ B (Wait), 1 min 30 s", "    input  1", "    output 1",
        ]);
    }

    [Fact]
    public void Attempts_are_counted_and_told_and_a_caught_error_leads_on()
    {
        Draw("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{},"Retry":[{"ErrorEquals":["Busy"],"MaxAttempts":1,"IntervalSeconds":2}],"Catch":[{"ErrorEquals":["States.ALL"],"Next":"B"}],"End":true},"B":{"Type":"Succeed"}}}""").ShouldBe([
            "✓ execution run of machine, 2.0 s", "  input  {}", "  output {\"Error\":\"Busy\",\"Cause\":\"later\"}",
            "  ✓ A (Task sqs:sendMessage), 2.0 s, 2 attempts", "    input  {}", "    failed Busy: later", "    failed Busy: later", "    output {\"Error\":\"Busy\",\"Cause\":\"later\"}",
            "  ✓ B (Succeed), 0 ms", "    input  {\"Error\":\"Busy\",\"Cause\":\"later\"}", "    output {\"Error\":\"Busy\",\"Cause\":\"later\"}",
        ]);
    }

    [Fact]
    public void Branches_and_iterations_stand_within_their_states_and_what_was_given_up_is_marked()
    {
        const string Machine = """
            {"StartAt":"Both","States":{"Both":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"W","States":{"W":{"Type":"Wait","SecondsPath":"$","End":true}}}}}},
              {"StartAt":"Soon","States":{"Soon":{"Type":"Wait","Seconds":2,"Next":"Bad"},"Bad":{"Type":"Fail","Error":"E","Cause":"C"}}}]}}}
            """;
        Draw(Machine, "[1,5]").Where(line => !line.Contains("input", StringComparison.Ordinal) && !line.Contains("output", StringComparison.Ordinal)).ShouldBe([
            "✗ execution run of machine, 2.0 s", "  failed E: C",
            "  ✗ Both (Parallel), 2.0 s",
            "    – branch 1, 2.0 s",
            "      – Each (Map), 2.0 s",
            "        ✓ iteration 0, 1.0 s",
            "          ✓ W (Wait), 1.0 s",
            "        – iteration 1, 2.0 s",
            "          – W (Wait), 2.0 s",
            "    – branch 2, 2.0 s",
            "      ✓ Soon (Wait), 2.0 s",
            "      – Bad (Fail), 0 ms",
        ]);
    }

    [Fact]
    public void Whatever_part_of_a_history_is_there_is_shown()
    {
        const string Machine = """{"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"End":true}}}]}}}}}}""";
        var history = History(Machine, "[1,2,3]");
        for (var count = 0; count <= history.Count; count++)
        {
            var tree = new HistoryTree("run");
            history.Take(count).ToList().ForEach(tree.Add);
            tree.Root.IsRunning.ShouldBe(count < history.Count);
            tree.LastEvent.ShouldBe(count);
            new HistoryDrawing(80, Start.AddHours(1)).Write(TextWriter.Null, tree.Root);
        }
    }

    [Fact]
    public void Data_is_cut_to_the_width_and_cannot_steer_the_terminal()
    {
        var lines = Draw("""{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""", $"\"{new string('x', 200)}\"");
        lines[1].Length.ShouldBe(82);
        lines[1].ShouldEndWith("…");
        Draw("""{"StartAt":"A\u001b[31m","States":{"A\u001b[31m":{"Type":"Succeed"}}}""")[3].ShouldBe("  ✓ A [31m (Succeed), 0 ms");
    }

    private static List<string> Draw(string definition, string input = "{}")
    {
        var tree = new HistoryTree("run of machine");
        History(definition, input).ForEach(tree.Add);
        using var writer = new StringWriter();
        new HistoryDrawing(80, Start).Write(writer, tree.Root);
        return [.. writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)];
    }

    private static List<JsonObject> History(string definition, string input)
    {
        var identity = new WorkflowIdentity
        {
            ExecutionArn = "arn:e", ExecutionName = "e", RoleArn = "arn:r", StateMachineArn = "arn:m", StateMachineName = "m", Region = "us-east-1", Seed = "e",
            Token = static _ => "token", MapRunArn = static (_, _) => "arn:map",
        };
        var rehearsal = new Rehearsal(WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(definition)), _ => [new Signal.Failed("Busy", "later")]);
        return [.. rehearsal.Run(identity, JsonValue.Parse(input), Start).Events.Select(each => HistoryText.Of(each))];
    }
}
