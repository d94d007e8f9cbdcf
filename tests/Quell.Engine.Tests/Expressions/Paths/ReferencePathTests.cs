using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Paths;

/// <summary>Developer guide, "Specifying state output using ResultPath in Step Functions" and "Reference paths".</summary>
public sealed class ReferencePathTests
{
    [Theory]
    [InlineData("$", """{"a":1}""", "7")]
    [InlineData("$.b", """{"a":1}""", """{"a":1,"b":7}""")]
    [InlineData("$.a", """{"a":{"x":1}}""", """{"a":7}""")]
    [InlineData("$.b.c['d e']", """{"a":1}""", """{"a":1,"b":{"c":{"d e":7}}}""")]
    [InlineData("$.a[1]", """{"a":[1,2,3]}""", """{"a":[1,7,3]}""")]
    [InlineData("$.a[0].b", """{"a":[{}]}""", """{"a":[{"b":7}]}""")]
    public void Puts_a_value_at_its_place(string path, string input, string expected) =>
        ReferencePath.Parse(path).Write(JsonValue.Parse(input), 7).ShouldBe(JsonValue.Parse(expected));

    [Theory]
    [InlineData("$.someTaskResult", "\"input1\"")]
    [InlineData("$.a.b", """{"a":1}""")]
    [InlineData("$.a[3]", """{"a":[1]}""")]
    [InlineData("$.a[-1]", """{"a":[1]}""")]
    [InlineData("$.new[0]", "{}")]
    [InlineData("$.a.b", """{"a":null}""")]
    public void Says_that_something_is_in_the_way(string path, string input)
    {
        var error = Should.Throw<PathException>(() => ReferencePath.Parse(path).Write(JsonValue.Parse(input), 7));
        (error.ErrorName, error.Cause).ShouldBe(("States.ResultPathMatchFailure", $"Unable to apply ReferencePath {path} to input {input}"));
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("$$.a")]
    [InlineData("$x.a")]
    [InlineData("$.a[*]")]
    [InlineData("$..a")]
    [InlineData("$.a[0:1]")]
    [InlineData("$.a[0,1]")]
    [InlineData("$['a','b']")]
    [InlineData("$.a[?(@.b)]")]
    [InlineData("$.a.length()")]
    public void What_may_lead_to_several_places_is_none(string path) =>
        Should.Throw<PathSyntaxException>(() => ReferencePath.Parse(path)).Reason.ShouldStartWith("Value is not a Reference Path: ");

    [Theory]
    [InlineData("$.a", null)]
    [InlineData("$.jar[?(@.a >= 5)]", null)]
    [InlineData("$.a.length()", "functions such as length() are not supported")]
    [InlineData("$.a[?(@.b subsetof ['x'])]", "the operator subsetof is not supported")]
    [InlineData("$.a[?(@.c == 1 && !(@.b =~ /x/))]", "filtering by a regular expression is not supported")]
    [InlineData("$.a[?(@.b == $.c)]", "filtering by another value of the data is not supported")]
    public void Names_what_the_guide_denies_to_reference_paths(string path, string? reason) =>
        ReferencePath.Refusal(JsonPath.Parse(path)).ShouldBe(reason);

    [Fact]
    public void An_input_path_chooses_all_nothing_or_a_part()
    {
        var scope = new PathScope { Input = JsonValue.Parse("""{"a":{"b":1}}"""), Context = JsonValue.Parse("""{"c":2}""") };
        DataPath.Read(null).Select(scope).ShouldBe(scope.Input);
        DataPath.Read("$").Select(scope).ShouldBe(scope.Input);
        DataPath.Read("$$").Select(scope).ShouldBe(scope.Context);
        DataPath.Read(JsonValue.Null).Select(scope).ShouldBe(JsonObject.Empty);
        DataPath.Read("$.a").Select(scope).ShouldBe(JsonValue.Parse("""{"b":1}"""));
        Should.Throw<PathException>(() => DataPath.Read("$.no.such.result.path").Select(scope)).Cause
            .ShouldBe("Invalid path '$.no.such.result.path' : Missing property in path $['no']");
        Should.Throw<PathSyntaxException>(() => DataPath.Read(1)).Reason.ShouldBe("Expected value of type String");
    }
}
