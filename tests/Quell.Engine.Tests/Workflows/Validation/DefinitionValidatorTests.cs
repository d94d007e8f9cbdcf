using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation;

namespace Quell.Engine.Tests.Workflows.Validation;

/// <summary>
/// What AWS answered, as others have measured or quoted it; each case names its source. Where that is the guide or the language's
/// specification, it is the source of the rule, and the words are chosen after those that are known.
/// </summary>
public sealed class DefinitionValidatorTests
{
    private static readonly Dictionary<string, JsonObject> Cases = ((JsonArray)JsonValue.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Workflows", "Cases", "validation.json")))).Objects
        .ToDictionary(one => one.String("name")!);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tells_what_the_service_tells(string name)
    {
        var one = Cases[name];
        var text = one["definition"] is JsonString given ? given.Value : one["definition"]!.ToString();
        JsonArray.From(Errors(DefinitionValidator.Validate(text, one.Bool("express") == true)).Select(Wire)).ShouldBe(one["errors"]);
    }

    [Fact]
    public void An_object_is_judged_as_its_text()
    {
        foreach (var one in Cases.Values.Where(one => one["definition"] is JsonObject))
        {
            var definition = one.Object("definition")!;
            DefinitionValidator.Validate(definition, isExpress: false).ShouldBe(DefinitionValidator.Validate(definition.ToString(), isExpress: false));
        }
    }

    [Fact]
    public void The_message_joins_all_errors_and_prints_null_for_no_place()
    {
        var found = DefinitionValidator.Validate("""{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"NOPE"}}}""", isExpress: false);
        DefinitionValidator.InvalidDefinitionMessage(found).ShouldBe(
            "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next, "
            + "MISSING_END_STATE: Workflow has no terminal state at null'");
    }

    [Theory]
    [InlineData("""{"Type":"Parallel","Branches":[],"End":true}""", "Value cannot be empty at /States/StateName/Branches")]
    [InlineData("""{"Type":"Pass","Next":"Anywhere","Output":"{% $any %}","QueryLanguage":"JSONata"}""", null)]
    [InlineData("""{"Type":"Pass"}""", "This object should have only one of the following fields: [Next, End] at /States/StateName")]
    [InlineData("""{"Type":"Nope"}""", "Value should be one of the following: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/StateName/Type")]
    public void A_state_alone_is_judged_without_its_neighbours(string state, string? expected) =>
        DefinitionValidator.ValidateState((JsonObject)JsonValue.Parse(state)).Select(one => $"{one.Message} at {one.Location}")
            .ShouldBe(expected is null ? [] : [expected]);

    [Fact]
    public void The_children_of_a_distributed_map_may_be_express()
    {
        var found = DefinitionValidator.Validate(
            """
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
             "StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","End":true}}}}}}
            """,
            isExpress: false);
        found.Single().Message.ShouldBe("Express state machine does not support '.sync' service integration");
    }

    [Theory]
    [InlineData("""{"Type":"Pass","Result":{"a":["$.x"]},"End":true}""", "PASS_RESULT_IS_STATIC at /States/A/Result")]
    [InlineData("""{"Type":"Pass","Parameters":{"a":{"b":"$.x","c":"costs $5"}},"End":true}""", "NO_DOLLAR at /States/A/Parameters/a")]
    [InlineData("""{"Type":"Fail","Error":"$.error"}""", "NO_PATH at /States/A/Error")]
    [InlineData("""{"Type":"Pass","Parameters":{"a.$":"$nobody.x"},"End":true}""", "POSSIBLY_UNDEFINED_VARIABLE at /States/A/Parameters")]
    [InlineData("""{"Type":"Pass","Assign":{"y":1},"Parameters":{"a.$":"$y.x"},"End":true}""", null)]
    [InlineData("""{"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $nobody & ($b := 1; $sum([$b])) & $uuid() %}","End":true}""", "POSSIBLY_UNDEFINED_VARIABLE at /States/A/Output")]
    public void Warns_of_what_is_taken_but_hardly_meant(string state, string? expected) =>
        DefinitionValidator.Validate($$$"""{"StartAt":"A","States":{"A":{{{state}}}}}""", isExpress: false)
            .Select(one => one.Severity == DiagnosticSeverity.Warning ? $"{one.Code} at {one.Location}" : one.ToString())
            .ShouldBe(expected is null ? [] : [expected]);

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> found) => found.Where(one => one.Severity == DiagnosticSeverity.Error);

    private static JsonObject Wire(Diagnostic one) =>
        JsonObject.Of(("code", one.Code), ("message", one.Message), ("location", one.Location is { } place ? place : JsonValue.Null));
}
