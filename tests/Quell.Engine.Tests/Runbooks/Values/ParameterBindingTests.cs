using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

/// <summary>What StartAutomationExecution gives, as the document's parameters take it (Systems Manager User Guide, "Data elements and parameters").</summary>
public sealed class ParameterBindingTests
{
    [Theory]
    [InlineData("type: String", """["a"]""", "\"a\"")]
    [InlineData("type: String", """["5"]""", "\"5\"")]
    [InlineData("type: String", """[""]""", "\"\"")]
    [InlineData("type: String", "\"a\"", "\"a\"")]
    [InlineData("type: StringList", """["a", "b"]""", """["a","b"]""")]
    [InlineData("type: StringList", """["[\"a\", \"b\"]"]""", """["a","b"]""")]
    [InlineData("type: StringList", """["[ -f x ]"]""", """["[ -f x ]"]""")]
    [InlineData("type: Integer", """["5"]""", "5")]
    [InlineData("type: Boolean", """["true"]""", "true")]
    [InlineData("type: StringMap", """["{\"a\": \"b\"}"]""", """{"a":"b"}""")]
    [InlineData("type: MapList", """["{\"a\": 1}", "{\"b\": 2}"]""", """[{"a":1},{"b":2}]""")]
    [InlineData("type: 'AWS::EC2::Instance::Id'", """["i-1"]""", "\"i-1\"")]
    [InlineData("type: 'List<AWS::EC2::Instance::Id>'", """["i-1"]""", """["i-1"]""")]
    [InlineData("type: String, default: x", null, "\"x\"")]
    [InlineData("type: String, default: 5", null, "\"5\"")]
    [InlineData("type: StringList, default: [a]", null, """["a"]""")]
    [InlineData("type: String, allowedValues: [a, b]", """["b"]""", "\"b\"")]
    [InlineData("type: String, allowedValues: [true, false]", """["true"]""", "\"true\"")]
    [InlineData("type: StringList, allowedValues: [a, b], minItems: 1, maxItems: 2", """["b", "a"]""", """["b","a"]""")]
    [InlineData("type: String, allowedPattern: '^i-[0-9a-f]{1,17}$'", """["i-1f"]""", "\"i-1f\"")]
    [InlineData("type: String, allowedPattern: '(?=.*x)[a-z]+'", """["axb"]""", "\"axb\"")]
    [InlineData("type: String, minChars: 2, maxChars: 3", """["abc"]""", "\"abc\"")]
    public void Takes(string parameter, string? given, string expected)
    {
        var (values, mistakes) = Bind(parameter, given);
        mistakes.ShouldBeEmpty();
        values["P"]!.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("type: String", """["a", "b"]""", "Parameter P is of type String and takes one value, not 2.")]
    [InlineData("type: String", """[]""", "Parameter P is of type String and takes one value, not 0.")]
    [InlineData("type: Integer", """["five"]""", """Parameter P is of type Integer, which ["five"] is not.""")]
    [InlineData("type: String", null, "Parameter P is required and has no value.")]
    [InlineData("type: String, allowedValues: [a, b]", """["c"]""", """Parameter P has the value "c"; allowed are "a", "b".""")]
    [InlineData("type: StringList, allowedValues: [a, b]", """["a", "c"]""", """Parameter P has the value "c"; allowed are "a", "b".""")]
    [InlineData("type: StringList, minItems: 2, maxItems: 3", """["a"]""", "Parameter P has 1 items; 2 to 3 are allowed.")]
    [InlineData("type: StringList, maxItems: 1", """["a", "b"]""", "Parameter P has 2 items; at most 1 are allowed.")]
    [InlineData("type: String, minChars: 2", """["a"]""", "Parameter P has 1 characters; at least 2 are allowed.")]
    [InlineData("type: String, allowedPattern: 'i-[0-9a-f]+'", """["xi-1"]""", "Parameter P has a value that does not match the pattern i-[0-9a-f]+.")]
    [InlineData("type: StringList, allowedPattern: 'i-[0-9a-f]+'", """["i-1", "x"]""", "Parameter P has a value that does not match the pattern i-[0-9a-f]+.")]
    [InlineData("type: String, allowedPattern: '(x+x+)+y'", """["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]""", "does not match the pattern")]
    [InlineData("type: String, allowedPattern: '('", """["x"]""", "has the pattern (, which is no regular expression that is known here")]
    [InlineData("type: Integer, default: x", null, "Parameter P has a default that is no Integer.")]
    public void Refuses(string parameter, string? given, string mistake) => Bind(parameter, given).Mistakes.ShouldHaveSingleItem().ShouldContain(mistake);

    [Fact]
    public void Refuses_what_the_document_has_not() =>
        ParameterBinding.Bind(Document("type: String, default: x"), JsonObject.Of(("Q", "y"))).Mistakes.ShouldBe(["Parameter Q is not defined in the document."]);

    [Fact]
    public void Defaults_may_come_from_the_parameter_store()
    {
        var document = Document("type: String, default: '{{ ssm:/golden/ami }}'");
        StoredReferences.Of(document).ToString().ShouldBe("""["/golden/ami"]""");
        ParameterBinding.Bind(document, JsonObject.Empty, JsonObject.Of(("/golden/ami", "ami-1"))).Values.String("P").ShouldBe("ami-1");
    }

    private static BoundParameters Bind(string parameter, string? given) =>
        ParameterBinding.Bind(Document(parameter), given is null ? JsonObject.Empty : JsonObject.Of(("P", JsonValue.Parse(given))));

    private static Quell.Engine.Runbooks.RunbookDocument Document(string parameter) => Runbook.Read(
        "schemaVersion: '0.3'\nparameters: {P: {" + parameter + "}}\nmainSteps: [{name: a, action: 'aws:pause', inputs: {}}]");
}
