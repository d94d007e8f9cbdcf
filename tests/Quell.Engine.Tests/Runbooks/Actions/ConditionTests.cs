using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Actions;

namespace Quell.Engine.Tests.Runbooks.Actions;

public sealed class ConditionTests
{
    private static readonly RunbookScope Scope = new(
        new(Runbook.Read("schemaVersion: '0.3'\nmainSteps: [{name: a, action: 'aws:pause', inputs: {}}]")), Runbook.Identity, new(), DateTimeOffset.UnixEpoch);

    [Fact]
    public void Any_condition_holds_or_does_not_or_is_none() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var condition = JsonObject.Of(("Not", Some(new Random(seed), 4)));
            try
            {
                Condition.Holds(condition, Scope).ShouldNotBe(Condition.Holds(JsonObject.Of(("Not", condition)), Scope));
            }
            catch (StepException none)
            {
                none.Stage.ShouldBe(FailureStage.InputValidation);
            }
        }));

    private static JsonValue Some(Random random, int depth)
    {
        var operation = Condition.Names.ElementAt(random.Next(Condition.Names.Count()));
        return random.Next(depth > 0 ? 6 : 4) switch
        {
            0 => JsonObject.Of(("Variable", Value(random)), (operation, Value(random))),
            1 => JsonObject.Of(("Variable", Value(random)), ("NextStep", "a"), (operation, Value(random))),
            2 => JsonObject.Of((operation, Value(random))),
            3 => Value(random),
            4 => JsonObject.Of(("And", JsonArray.Create([Some(random, depth - 1), Some(random, depth - 1)]))),
            _ => JsonObject.Of(("Or", JsonArray.Create([Some(random, depth - 1)]))),
        };
    }

    private static JsonValue Value(Random random) => random.Next(8) switch
    {
        0 => "{{ a.Output }}",
        1 => "{{ global:REGION }}",
        2 => 5,
        3 => "5.0",
        4 => true,
        5 => JsonArray.Create(["x", 5]),
        6 => JsonValue.Null,
        _ => "x",
    };
}
