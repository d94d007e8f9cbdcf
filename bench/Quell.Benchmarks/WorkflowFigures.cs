using System.Diagnostics;
using System.Globalization;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;

namespace Quell.Benchmarks;

/// <summary>
/// How fast is the interpreter by itself, on one thread, with its whole history? The two machines are those that
/// aws-local-stepfunctions (JavaScript, in memory) is measured on.
/// </summary>
internal static class WorkflowFigures
{
    private const int Rounds = 5;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    public static int Run()
    {
        Console.WriteLine("| what | per second | allocated |\n|---|---|---|");
        Measure("transitions of a chain of 5 Pass and 5 Choice states", Chain(), """{"n": 1}""", 10, 30_000);
        Measure("states in a Map over 100 items", Map(), Items(100), 101, 3_000);
        return 0;
    }

    /// <summary>Pass and Choice in turn.</summary>
    public static string Chain()
    {
        var states = Enumerable.Range(0, 5).SelectMany(index => new[]
        {
            $$"""  "Pass{{index}}": {"Type": "Pass", "Next": "Choice{{index}}"}  """,
            $$"""
              "Choice{{index}}": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "{{(index < 4 ? $"Pass{index + 1}" : "Done")}}"}], "Default": "Done"}
            """,
        });
        return $$"""{"StartAt": "Pass0", "States": { {{string.Join(",", states)}}, "Done": {"Type": "Succeed"} } }""";
    }

    private static string Map() => """
        {"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemsPath": "$.items", "End": true,
          "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}
        """;

    private static string Items(int count) => $$"""{"items": [{{string.Join(",", Enumerable.Range(0, count))}}]}""";

    private static void Measure(string name, string definition, string input, int states, int executions)
    {
        var compiled = WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(definition));
        var value = JsonValue.Parse(input);
        var rates = new List<double>();
        var allocated = 0L;
        for (var round = 0; round <= Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Processor();
            for (var count = 0; count < executions; count++)
            {
                var program = new WorkflowProgram(compiled, Identity());
                var transition = program.Advance(Execution.New, new Stimulus.Start(value), Now);
                if (transition.Execution.Status != ExecutionStatus.Succeeded)
                {
                    throw new InvalidOperationException($"{name}: {transition.Execution.Error} {transition.Execution.Cause}");
                }
            }

            var seconds = (Processor() - began).TotalSeconds;
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / ((long)executions * states);
            if (round > 0)
            {
                rates.Add((long)executions * states / seconds);
            }
        }

        rates.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {rates[Rounds / 2]:N0} ({rates[0]:N0} to {rates[^1]:N0}) | {allocated} B a state |"));
    }

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    public static WorkflowIdentity Identity() => new()
    {
        ExecutionArn = "arn:aws:states:us-east-1:111111111111:execution:bench:run",
        ExecutionName = "run",
        RoleArn = "arn:aws:iam::111111111111:role/bench",
        StateMachineArn = "arn:aws:states:us-east-1:111111111111:stateMachine:bench",
        StateMachineName = "bench",
        Region = "us-east-1",
        Seed = "bench",
        Token = static pending => $"token-{pending}",
        MapRunArn = static (label, number) => $"arn:aws:states:us-east-1:111111111111:mapRun:bench/{label}:{number}",
    };
}
