using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation;

namespace Quell.Engine.Tests.Workflows.Validation;

/// <summary>What AWS answered (../shared/conformance/README.md).</summary>
public sealed class ValidationConformanceTests
{
    [SharedFact("conformance/workflows/validation.jsonl")]
    public void Tells_what_the_service_tells()
    {
        var checkedCases = 0;
        foreach (var line in Lines("validation.jsonl"))
        {
            var (request, expected) = (line.Object("request")!, line.Object("expected")!);
            var found = DefinitionValidator.Validate(request.String("definition")!, request.String("type") == "EXPRESS");
            if (expected.Has("diagnostics"))
            {
                JsonArray.From(found.Where(one => one.Severity == DiagnosticSeverity.Error).Select(Wire)).ShouldBe(expected["diagnostics"], line.String("id"));
            }
            else if (expected.Object("Error")!.String("Code") == "InvalidDefinition")
            {
                DefinitionValidator.InvalidDefinitionMessage(found).ShouldBe(expected.String("message"), line.String("id"));
            }
            else
            {
                // Refused for another reason: the definition is good.
                found.ShouldBeEmpty(line.String("id"));
            }

            checkedCases++;
        }

        checkedCases.ShouldBe(14);
    }

    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Takes_every_definition_that_the_service_ran()
    {
        var wrong = Lines("executions.jsonl").Concat(Lines("choice.jsonl"))
            .Select(line => (Id: line.String("id"), Errors: Errors(TextOf(line["definition"]!))))
            .Where(one => one.Errors.Count > 0)
            .Select(one => $"{one.Id}: {string.Join(" | ", one.Errors)}")
            .ToList();
        wrong.ShouldBeEmpty();
    }

    [SharedFact("conformance/workflows/test-state.jsonl")]
    public void Takes_the_states_that_the_service_tested()
    {
        var wrong = new List<string?>();
        foreach (var line in Lines("test-state.jsonl").Where(line => !line.Object("expected")!.Has("Error")))
        {
            var state = (JsonObject)JsonValue.Parse(line.Object("request")!.String("definition")!);
            var found = state.Has("States") ? DefinitionValidator.Validate(state, isExpress: false) : DefinitionValidator.ValidateState(state);
            wrong.AddRange(found.Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => $"{line.String("id")}: {one}"));
        }

        wrong.ShouldBeEmpty();
    }

    private static List<string> Errors(string definition) =>
        [.. DefinitionValidator.Validate(definition, isExpress: false).Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString())];

    private static string TextOf(JsonValue definition) => definition is JsonString text ? text.Value : definition.ToString();

    private static JsonObject Wire(Diagnostic one) =>
        JsonObject.Of(("code", one.Code), ("location", one.Location), ("message", one.Message), ("severity", one.Severity.ToString().ToUpperInvariant()));

    private static IEnumerable<JsonObject> Lines(string file) =>
        File.ReadLines(Shared.PathOf($"conformance/workflows/{file}")).Select(line => (JsonObject)JsonValue.Parse(line));
}
