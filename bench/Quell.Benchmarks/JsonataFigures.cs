using System.Diagnostics;
using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Json;

namespace Quell.Benchmarks;

/// <summary>How long the evaluation of expressions takes that are parsed already, and what it allocates; for <c>bench/jsonata</c>.</summary>
internal static class JsonataFigures
{
    private const int Passes = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Pass = TimeSpan.FromMilliseconds(200);

    public static int Run(string cases)
    {
        foreach (var line in File.ReadLines(cases))
        {
            var one = (JsonObject)JsonValue.Parse(line);
            var expression = JsonataExpression.Parse(one.String("expr")!);
            var data = one["data"] is { } given and not JsonNull ? given : null;
            var bindings = one.Object("bindings")!;
            JsonValue? Evaluate() => expression.Evaluate(data, bindings, JsonataFunctions.Standard, JsonataLimits.Default, new(TimeProvider.System, () => new Random(1)), default);
            Measure(Evaluate, WarmUp);
            var figures = Enumerable.Range(0, Passes).Select(_ => Measure(Evaluate, Pass)).Order().ToList();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = Evaluate();
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Console.WriteLine(JsonObject.Of(("name", one["name"]), ("ns", figures[Passes / 2]), ("bytes", bytes), ("result", result)));
        }

        return 0;
    }

    /// <summary>Nanoseconds for each evaluation.</summary>
    private static double Measure(Func<JsonValue?> evaluate, TimeSpan atLeast)
    {
        var (began, times) = (Stopwatch.GetTimestamp(), 0);
        TimeSpan took;
        do
        {
            evaluate();
            times++;
            took = Stopwatch.GetElapsedTime(began);
        }
        while (took < atLeast);
        return took.TotalNanoseconds / times;
    }
}
