using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Tests.Rules;

namespace Quell.Engine.Tests.Expressions.Paths;

public sealed class PathProperties
{
    [Fact]
    public void Reading_and_evaluating_throw_nothing_but_their_own_errors() => ForAll(20_000, (some, paths) =>
    {
        var text = paths.Expression(3);
        text = some.Random.Next(3) == 0 ? some.Broken(text) : text;
        var scope = new PathScope
        {
            Input = JsonValue.Parse(some.Event()),
            Context = JsonValue.Parse(some.Event()),
            Variables = new Dictionary<string, JsonValue> { ["a"] = JsonValue.Parse(some.Event()) },
            Random = some.Random,
        };
        try
        {
            PathExpression.Parse(text).Evaluate(scope, "x.$").ToString().ShouldNotBeEmpty(text);
        }
        catch (PathSyntaxException wrong)
        {
            wrong.Column.ShouldBeInRange(1, text.Length + 1, text);
        }
        catch (PathException failure)
        {
            failure.ErrorName.ShouldBeOneOf("States.Runtime", "States.IntrinsicFailure");
            failure.Cause.ShouldNotBeEmpty();
        }
    });

    [Fact]
    public void Most_generated_expressions_are_read() => ForAll(1, (_, paths) =>
        Enumerable.Range(0, 2_000).Count(_ => IsRead(paths.Expression(3))).ShouldBeGreaterThan(1_900));

    [Fact]
    public void An_indefinite_path_gives_a_list_and_a_definite_one_a_value_or_none() => ForAll(5_000, (some, paths) =>
    {
        var path = JsonPath.Parse(paths.Path("$", 3));
        if (path.Function is null && !path.Text.Contains("()", StringComparison.Ordinal))
        {
            var found = path.Find(new() { Input = JsonValue.Parse(some.Event()) });
            (path.IsDefinite || found is JsonArray).ShouldBeTrue(path.Text);
        }
    });

    [Fact]
    public void What_a_reference_path_writes_is_read_back_there() => ForAll(5_000, (some, paths) =>
    {
        var path = ReferencePath.Parse($"${paths.PlainSteps()}");
        var input = JsonValue.Parse(some.Event());
        try
        {
            JsonPath.Parse(path.Text).Read(new() { Input = path.Write(input, "written") }).ShouldBe("written", $"{path.Text} in {input}");
        }
        catch (PathException inTheWay)
        {
            inTheWay.ErrorName.ShouldBe(PathException.ResultPathMatchFailure);
        }
    });

    private static bool IsRead(string text)
    {
        try
        {
            PathExpression.Parse(text);
            return true;
        }
        catch (PathSyntaxException)
        {
            return false;
        }
    }

    private static void ForAll(int times, Action<SomeJson, SomePaths> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            holds(new SomeJson(random), new SomePaths(random));
        }));
}
