using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Jsonata;

/// <summary>What the reference implementation answers (../shared/conformance/README.md).</summary>
public sealed class JsonataConformanceTests
{
    [SharedFact("conformance/jsonata/cases.jsonl")]
    public void Gives_the_results_and_errors_of_the_reference_implementation()
    {
        var cases = File.ReadLines(Shared.PathOf("conformance/jsonata/cases.jsonl")).Select(line => (JsonObject)JsonValue.Parse(line)).ToList();
        cases.Where(one => !IsRight(one)).Select(one => one.String("id")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("$f(", "S0203")]
    [InlineData("(($f := function($n){1 + $f($n)}; $f(1)))", "U1001")]
    [InlineData("($f := function($s){$f($s & $s)}; $f('abcdefgh'))", "U1002")]
    public void Fails_with_an_error_of_its_own_and_within_its_limits(string text, string code) => Evaluate(text, null, JsonObject.Empty).Code.ShouldBe(code);

    private static bool IsRight(JsonObject one)
    {
        var data = one.Has("dataset")
            ? one.String("dataset") is { } name ? JsonValue.Parse(File.ReadAllBytes(Shared.PathOf($"conformance/jsonata/datasets/{name}.json"))) : null
            : one["data"];
        var (result, code) = Evaluate(one.String("expr")!, data, one.Object("bindings") ?? JsonObject.Empty, one.Long("depth"), one.Long("timelimit"));
        var expected = one.String("code") ?? one.Object("error")?.String("code") ?? one.String("error");
        return expected is not null ? code == expected
            : one["result"] is { } wanted ? code is null && (wanted.Equals(result) || one.Has("unordered") && result is JsonArray array && array.Count == ((JsonArray)wanted).Count)
            : code is null && result is null;
    }

    private static (JsonValue? Result, string? Code) Evaluate(
        string text, JsonValue? data, JsonObject bindings, long? depth = null, long? milliseconds = null)
    {
        var limits = JsonataLimits.Default with { Depth = (int)(depth ?? 10_000), Time = TimeSpan.FromMilliseconds(milliseconds ?? 60_000) };
        try
        {
            return (JsonataExpression.Parse(text).Evaluate(data, bindings, JsonataFunctions.Standard, limits, new(TimeProvider.System, () => new Random(1)), default), null);
        }
        catch (JsonataException failure)
        {
            return (null, failure.Code);
        }
    }
}
