using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Choices;

namespace Quell.Engine.Tests.Workflows.Choices;

/// <summary>Amazon States Language, "Choice Rules"; developer guide, "Choice workflow state".</summary>
public sealed class ChoiceRuleTests
{
    [Theory]
    [InlineData("""{"Variable":"$.v","StringEquals":"a"}""", "\"a\"", true)]
    [InlineData("""{"Variable":"$.v","StringEqualsPath":"$.other"}""", "\"o\"", true)]
    [InlineData("""{"Variable":"$.v","StringLessThan":"b"}""", "\"a\"", true)]
    [InlineData("""{"Variable":"$.v","StringLessThan":"a"}""", "\"B\"", true)]
    [InlineData("""{"Variable":"$.v","NumericLessThanEquals":9007199254740993}""", "9007199254740994", false)]
    [InlineData("""{"Variable":"$.v","NumericEquals":1.5}""", "15e-1", true)]
    [InlineData("""{"Variable":"$.v","NumericGreaterThanPath":"$$.n"}""", "6", true)]
    [InlineData("""{"Variable":"$.v","NumericGreaterThanPath":"$.other"}""", "6", false)]
    [InlineData("""{"Variable":"$x.y","BooleanEquals":true}""", "0", true)]
    [InlineData("""{"Variable":"$.v","TimestampEquals":"2001-01-01T12:00:00Z"}""", "\"2001-01-01T14:00:00+02:00\"", true)]
    [InlineData("""{"Variable":"$.v","TimestampGreaterThan":"2001-01-01T12:00:00.1Z"}""", "\"2001-01-01T12:00:00.123456789Z\"", true)]
    [InlineData("""{"Variable":"$.v","TimestampLessThan":"2001-01-01T12:00:00Z"}""", "\"2001-01-01\"", false)]
    [InlineData("""{"Variable":"$.v","IsTimestamp":true}""", "\"2016-08-18T17:33:00Z\"", true)]
    [InlineData("""{"Variable":"$.v","IsTimestamp":true}""", "\"2012-10-09T19:00:55\"", false)]
    [InlineData("""{"Variable":"$.v","IsTimestamp":true}""", "\"2012-13-09T19:00:55Z\"", false)]
    [InlineData("""{"Variable":"$.v","IsTimestamp":true}""", "\"2012-10-09 19:00:55Z\"", false)]
    [InlineData("""{"Variable":"$.v","IsTimestamp":false}""", "5", true)]
    [InlineData("""{"Variable":"$.w","IsPresent":false}""", "5", true)]
    [InlineData("""{"Variable":"$.list[5].x","IsPresent":true}""", "5", false)]
    [InlineData("""{"Variable":"$.list[?(@.a == 2)]","IsPresent":true}""", "5", false)]
    [InlineData("""{"Variable":"$.list[?(@.a == 1)]","IsPresent":true}""", "5", true)]
    [InlineData("""{"Variable":"$.v","StringMatches":"log-*.txt"}""", "\"log-one.txt\"", true)]
    [InlineData("""{"Variable":"$.v","StringMatches":"log-*.txt"}""", "\"log-.tx\"", false)]
    [InlineData("""{"Variable":"$.v","StringMatches":"*a*b*"}""", "\"xxaxxbxx\"", true)]
    [InlineData("""{"Variable":"$.v","StringMatches":"*a*b*"}""", "\"ba\"", false)]
    [InlineData("""{"Variable":"$.v","StringMatches":"aba*ba"}""", "\"aba\"", false)]
    [InlineData("""{"Variable":"$.v","StringMatches":"a\\*\\\\*"}""", "\"a*\\\\z\"", true)]
    [InlineData("""{"Variable":"$.v","StringMatches":"a\\*"}""", "\"ab\"", false)]
    [InlineData("""{"Variable":"$.v","StringMatches":"*"}""", "5", false)]
    [InlineData("""{"Not":{"Variable":"$.v","StringEquals":"a"}}""", "5", true)]
    [InlineData("""{"And":[{"Variable":"$.w","IsPresent":true},{"Variable":"$.w","NumericEquals":1}]}""", "5", false)]
    [InlineData("""{"Or":[{"Variable":"$.v","IsNull":true},{"Not":{"Variable":"$.v","IsString":true}}]}""", "5", true)]
    [InlineData("""{"Or":[{"Variable":"$.v","IsNull":true},{"Variable":"$.v","IsBoolean":true}]}""", "5", false)]
    public void Matches_what_the_language_says(string rule, string value, bool expected) =>
        Compile(rule).Matches(Scope(value)).ShouldBe(expected);

    [Theory]
    [InlineData("""{"Variable":"$.foo","NumericEquals":1}""", "$.foo")]
    [InlineData("""{"Variable":"$.foo","IsString":false}""", "$.foo")]
    [InlineData("""{"Variable":"$.v","NumericEqualsPath":"$.foo"}""", "$.foo")]
    public void A_path_that_leads_nowhere_fails(string rule, string path)
    {
        var error = Should.Throw<PathException>(() => Compile(rule).Matches(Scope("1")));
        (error.ErrorName, error.Cause).ShouldBe(
            ("States.Runtime", $"Invalid path '{path}': The choice state's condition path references an invalid value."));
    }

    [Theory]
    [InlineData("a\\\\b")]
    [InlineData("a\\\\")]
    public void A_pattern_with_an_open_escape_fails_when_it_is_tried(string pattern) => Should.Throw<PathException>(
        () => Compile($"{{\"Variable\":\"$.v\",\"StringMatches\":\"{pattern}\"}}").Matches(Scope("1"))).ErrorName.ShouldBe("States.Runtime");

    [Theory]
    [InlineData("5", "/C: Expected value of type Object")]
    [InlineData("""{"Next":"A"}""", "/C: A comparison operator is required")]
    [InlineData("""{"Variable":"$","IsNull":true,"IsString":true}""", "/C: Only one comparison operator is allowed, but there are: IsNull, IsString")]
    [InlineData("""{"IsNull":true}""", "/C: These fields are required: [Variable]")]
    [InlineData("""{"Variable":"Test","IsNull":true}""", "/C/Variable: Value is not a Reference Path: Reference path didn't start with '$'")]
    [InlineData("""{"Variable":"$.a.length()","IsNull":true}""", "/C/Variable: Value is not a Reference Path: functions such as length() are not supported")]
    [InlineData("""{"Variable":"$","IsNull":1}""", "/C/IsNull: Expected value of type Boolean")]
    [InlineData("""{"Variable":"$","NumericEquals":"1"}""", "/C/NumericEquals: Expected value of type Numeric")]
    [InlineData("""{"Variable":"$","StringEqualsPath":"x"}""", "/C/StringEqualsPath: Value is not a Reference Path: Reference path didn't start with '$'")]
    [InlineData("""{"Variable":"$","TimestampEquals":"x"}""", "/C/TimestampEquals: String does not match RFC3339 timestamp")]
    [InlineData("""{"And":[]}""", "/C/And: Value cannot be empty")]
    [InlineData("""{"Or":[{"Not":{"Variable":"$","IsNull":1}},{"Variable":"$","Equals":1}]}""", "/C/Or[0]/Not/IsNull: Expected value of type Boolean|/C/Or[1]: Field 'Equals' is not supported|/C/Or[1]: A comparison operator is required")]
    [InlineData("""{"Not":{"Variable":"$","IsNull":true,"Next":"A"},"Next":"B"}""", "/C/Not: Field 'Next' is not supported")]
    public void Tells_every_mistake_with_its_place(string rule, string expected)
    {
        var mistakes = new List<PathMistake>();
        ChoiceRule.Compile(JsonValue.Parse(rule), "/C", mistakes);
        string.Join("|", mistakes.Select(mistake => $"{mistake.Location}: {mistake.Message}")).ShouldBe(expected);
    }

    private static ChoiceRule Compile(string rule)
    {
        var mistakes = new List<PathMistake>();
        var compiled = ChoiceRule.Compile(JsonValue.Parse(rule), "/C", mistakes);
        mistakes.ShouldBeEmpty();
        return compiled!;
    }

    private static PathScope Scope(string value) => new()
    {
        Input = JsonValue.Parse($$"""{"v":{{value}},"other":"o","list":[{"a":1}]}"""),
        Context = JsonValue.Parse("""{"n":5}"""),
        Variables = new Dictionary<string, JsonValue> { ["x"] = JsonValue.Parse("""{"y":true}""") },
    };
}
