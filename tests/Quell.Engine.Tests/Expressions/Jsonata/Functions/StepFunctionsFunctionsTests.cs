using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Jsonata.Functions;

/// <summary>The functions that Step Functions adds (developer guide, "Transforming data with JSONata in Step Functions").</summary>
public sealed class StepFunctionsFunctionsTests
{
    [Theory]
    [InlineData("$partition([1,2,3,4,5,6,7,8,9], 4)", "[[1,2,3,4],[5,6,7,8],[9]]")]
    [InlineData("$partition([], 4)", "[]")]
    [InlineData("$range(0, 10, 2)", "[0,2,4,6,8,10]")]
    [InlineData("$range(3, 1, -1)", "[3,2,1]")]
    [InlineData("$count($range(1, 1000, 1))", "1000")]
    [InlineData("$hash('input data', 'SHA-1')", "\"aaff4a450a104cd177d28d18d74485e8cae074b7\"")]
    [InlineData("$hash('', 'MD5')", "\"d41d8cd98f00b204e9800998ecf8427e\"")]
    [InlineData("$hash('', 'SHA-256')", "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"")]
    [InlineData("$random(7) = $random(7)", "true")]
    [InlineData("$random() < 1", "true")]
    [InlineData("$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/).index", "0")]
    [InlineData("$uuid() != $uuid()", "true")]
    [InlineData("$parse('{\"a\":[1,null]}')", """{"a":[1,null]}""")]
    public void Gives_what_the_guide_says(string text, string expected) => Evaluate(text).ShouldBe(JsonValue.Parse(expected));

    [Theory]
    [InlineData("$partition([1], 0)")]
    [InlineData("$range(1, 5, 0)")]
    [InlineData("$range(1, 1001, 1)")]
    [InlineData("$hash('a', 'SHA-3')")]
    [InlineData("$parse('{')")]
    [InlineData("$eval('1')")]
    public void Refuses_what_cannot_be(string text) => Should.Throw<JsonataException>(() => Evaluate(text)).Code.ShouldNotBeEmpty();

    private static JsonValue? Evaluate(string text) => JsonataExpression.Parse(text)
        .Evaluate(null, JsonObject.Empty, StepFunctionsFunctions.All, JsonataLimits.Default, new(TimeProvider.System, () => new Random(1)), default);
}
