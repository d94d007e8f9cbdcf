using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Json;
using Quell.Engine.Tests.Rules;

namespace Quell.Engine.Tests.Expressions.Jsonata;

public sealed class JsonataProperties
{
    private static readonly JsonataLimits Limits = new() { Time = TimeSpan.FromMilliseconds(200), Depth = 300, Memory = 4 << 20 };

    /// <summary>The limit of time, with room for a machine that is busy with other things.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Fact]
    public void Whatever_is_evaluated_ends_within_its_limits_with_a_value_or_an_error_of_the_language() => ForAll(20_000, (some, expressions) =>
    {
        var text = some.Random.Next(4) switch
        {
            0 => expressions.Garbage(),
            1 => some.Broken(expressions.Expression(4)),
            _ => expressions.Expression(5),
        };
        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = JsonataExpression.Parse(text).Evaluate(
                JsonValue.Parse(some.Event()), JsonObject.Of(("y", JsonValue.Parse(some.Event()))), JsonataFunctions.Standard, Limits, Evaluating.Sources, default);
            result?.ToUtf8();
        }
        catch (JsonataException failure)
        {
            failure.Code.ShouldMatch("^[STDU][0-9]{4}$", text);
        }

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Long, text);
    });

    [Fact]
    public void Cancelling_ends_an_evaluation()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Should.Throw<OperationCanceledException>(() => JsonataExpression.Parse("($f := function($n){$f($n)}; $f(1))").Evaluate(
            null, JsonObject.Empty, JsonataFunctions.Standard, JsonataLimits.Default with { Time = null }, Evaluating.Sources, cancellation.Token));
    }

    private static void ForAll(int times, Action<SomeJson, SomeExpressions> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            holds(new SomeJson(random), new SomeExpressions(random));
        }));
}
