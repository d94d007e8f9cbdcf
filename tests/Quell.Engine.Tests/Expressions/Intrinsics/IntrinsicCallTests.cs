using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Intrinsics;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Intrinsics;

public sealed class IntrinsicCallTests
{
    private static readonly JsonObject Cases = (JsonObject)JsonValue.Parse(File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Expressions", "Cases", "intrinsics.json")));

    public static TheoryData<int, string> Calls => Numbered("cases");

    public static TheoryData<int, string> Failures => Numbered("failures");

    public static TheoryData<string> Wrong => [.. Cases.Array("wrong").Strings];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Gives_what_the_guide_says(int number, string call)
    {
        var line = (JsonObject)Cases.Array("cases")[number];
        var result = Evaluate(call, line["input"]!);
        if (line.String("text") is { } text)
        {
            result.ToString().ShouldBe(text);
        }
        else
        {
            result.ShouldBe(line["result"]);
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Fails_with_the_call_and_the_reason(int number, string call)
    {
        var line = (JsonObject)Cases.Array("failures")[number];
        var error = Should.Throw<PathException>(() => Evaluate(call, line["input"]!));
        (error.ErrorName, error.Cause).ShouldBe(("States.IntrinsicFailure", $"The function '{call}' had the following error: {line.String("reason")}"));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_no_call_is_refused(string call) => Should.Throw<PathSyntaxException>(() => PathExpression.Parse(call));

    [Fact]
    public void A_path_that_leads_nowhere_names_the_call_and_the_input()
    {
        var error = Should.Throw<PathException>(() => Evaluate("States.Array(States.Format('{}', $.nope))", JsonValue.Parse("""{"other":1}""")));
        (error.ErrorName, error.Cause).ShouldBe((
            "States.Runtime",
            "The function 'States.Format('{}', $.nope)' had the following error: The JsonPath argument for the field '$.nope' could not be found in the input '{\"other\":1}'"));
    }

    [Fact]
    public void Ten_calls_may_be_inside_each_other_and_no_more()
    {
        var ten = string.Concat(Enumerable.Repeat("States.Array(", 10)) + new string(')', 10);
        Evaluate(ten, JsonObject.Empty).ToString().ShouldBe("[[[[[[[[[[]]]]]]]]]]");
        Should.Throw<PathSyntaxException>(() => PathExpression.Parse($"States.Array({ten})")).Reason.ShouldBe("Intrinsic functions are nested more than 10 times");
    }

    [Fact]
    public void Texts_that_a_state_could_not_hold_are_refused()
    {
        var input = JsonValue.Parse($"\"{new string('a', 200_000)}\"");
        Should.Throw<PathException>(() => Evaluate("States.Format('{}{}', $, $)", input)).ErrorName.ShouldBe("States.IntrinsicFailure");
        Should.Throw<PathException>(() => Evaluate("States.Base64Encode($)", input)).Cause.ShouldContain("more than 10000 characters");
    }

    [Fact]
    public void Random_numbers_are_in_their_range_and_depend_on_the_seed()
    {
        var numbers = Enumerable.Range(0, 500).Select(_ => ((JsonNumber)Evaluate("States.MathRandom(12.5, 16)", JsonObject.Empty)).AsDouble).Distinct().Order();
        numbers.ShouldBe([13, 14, 15]);
        Evaluate("States.MathRandom(0, 999, 3)", JsonObject.Empty).ShouldBe(Evaluate("States.MathRandom(0, 999, 3)", JsonObject.Empty));
    }

    [Fact]
    public void Identifiers_are_of_version_4_and_come_from_the_scope_where_it_has_a_source()
    {
        var identifier = ((JsonString)Evaluate("States.UUID()", JsonObject.Empty)).Value;
        Regex.IsMatch(identifier, "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$").ShouldBeTrue(identifier);
        Drawn().ShouldBe(Drawn());

        static JsonValue Drawn() => PathExpression.Parse("States.UUID()").Evaluate(new() { Input = JsonValue.Null, Random = new Random(7) }, "id.$");
    }

    private static JsonValue Evaluate(string call, JsonValue input) => IntrinsicReader.ReadWhole(call).Evaluate(new() { Input = input });

    private static TheoryData<int, string> Numbered(string group)
    {
        var data = new TheoryData<int, string>();
        var number = 0;
        foreach (var line in Cases.Array(group).Objects)
        {
            data.Add(number++, line.String("call")!);
        }

        return data;
    }
}
