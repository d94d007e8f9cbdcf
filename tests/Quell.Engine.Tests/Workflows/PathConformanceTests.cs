using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Choices;

namespace Quell.Engine.Tests.Workflows;

/// <summary>
/// What AWS answered on machines of Pass, Choice and Succeed states alone (../shared/conformance/README.md), run by the few lines
/// below: they show the paths, templates, functions and rules, not the interpreter.
/// </summary>
public sealed partial class PathConformanceTests
{
    [SharedFact("conformance/workflows/choice.jsonl")]
    public void Chooses_as_the_service_does()
    {
        var cases = Cases("choice.jsonl").ToList();
        var wrong = cases.Where(line => !Run(line.Object("definition")!, line["input"]!).Equals(line["expected_output"]))
            .Select(line => line.String("id"))
            .ToList();
        wrong.ShouldBeEmpty();
        cases.Count.ShouldBe(222);
    }

    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Passes_data_on_as_the_service_does()
    {
        var tried = 0;
        foreach (var line in Cases("executions.jsonl").Where(line => line.String("expected_last") == "ExecutionSucceeded" && IsPlain(line)))
        {
            var definition = (JsonObject)JsonValue.Parse(line.String("definition")!);
            var output = Run(definition, JsonValue.Parse(line.String("input") ?? "{}"));
            var expected = line.Array("expected_history").Objects.Last().Object("executionSucceededEventDetails")!["output"]!;

            // Arrays and scalars stay text in the cases.
            var decoded = expected is JsonString text ? JsonValue.Parse(text.Value) : expected;
            if (!expected.ToString().Contains("RandomNumberGenerated", StringComparison.Ordinal))
            {
                output.ShouldBe(decoded, line.String("id"));
            }

            tried++;
        }

        tried.ShouldBeGreaterThan(80);
    }

    [GeneratedRegex("""\{%|\$\$|JSONata|"Assign"|States\.UUID|\$[a-zA-Z]""")]
    private static partial Regex Beyond { get; }

    private static bool IsPlain(JsonObject line) => !Beyond.IsMatch(line.String("definition")!)
        && ((JsonObject)JsonValue.Parse(line.String("definition")!)).Object("States") is { } states
        && states.Names.All(name => states.Object(name)!.String("Type") is "Pass" or "Choice" or "Succeed");

    private static IEnumerable<JsonObject> Cases(string file) =>
        File.ReadLines(Shared.PathOf($"conformance/workflows/{file}")).Select(line => (JsonObject)JsonValue.Parse(line));

    private static JsonValue Run(JsonObject definition, JsonValue input)
    {
        var (states, data) = (definition.Object("States")!, input);
        for (var name = definition.String("StartAt"); name is not null;)
        {
            var state = states.Object(name)!;
            var scope = new PathScope { Input = DataPath.Read(state["InputPath"]).Select(new() { Input = data }) };
            if (state.String("Type") == "Choice")
            {
                name = state.Array("Choices").Objects.FirstOrDefault(rule => Compile(rule).Matches(scope))?.String("Next") ?? state.String("Default");
                continue;
            }

            var result = state["Result"] ?? (state["Parameters"] is { } parameters ? Template(parameters).Evaluate(scope) : scope.Input);
            data = state["ResultPath"] switch
            {
                null => state.String("Type") == "Pass" ? result : data,
                JsonString path => ReferencePath.Parse(path.Value).Write(data, result),
                _ => data,
            };
            data = DataPath.Read(state["OutputPath"]).Select(new() { Input = data });
            name = state.String("Next");
        }

        return data;
    }

    private static ChoiceRule Compile(JsonObject rule)
    {
        var mistakes = new List<PathMistake>();
        var compiled = ChoiceRule.Compile(rule, "/Choices", mistakes);
        mistakes.ShouldBeEmpty();
        return compiled!;
    }

    private static PayloadTemplate Template(JsonValue parameters)
    {
        var mistakes = new List<PathMistake>();
        var template = PayloadTemplate.Compile(parameters, "/Parameters", mistakes);
        mistakes.ShouldBeEmpty();
        return template;
    }
}
