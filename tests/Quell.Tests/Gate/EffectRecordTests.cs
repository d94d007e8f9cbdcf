using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Gate;
using Quell.Storage;

namespace Quell.Tests.Gate;

/// <summary>A call whose handler writes its effect itself: what is recorded of it goes into the same commit.</summary>
[Trait("Requirement", "N31")]
public sealed class EffectRecordTests
{
    private static readonly CallResult Answer = new(JsonObject.Empty);

    [Fact]
    public async Task A_call_is_recorded_in_the_commit_of_its_effect_and_once()
    {
        await using var house = new GateHouse();
        long inCommit = 0;

        await Pass(house, async (call, _) =>
        {
            var record = call.Record(Answer);
            await house.Journal.Write(connection =>
            {
                record?.Invoke(connection);
                inCommit = connection.Number("SELECT count(*) FROM changes JOIN trail") ?? 0;
            });
            return Answer;
        });

        inCommit.ShouldBe(1, "both are written where the effect is");
        Changes(house).ShouldBe([ChangeState.Done]);
        Trail(house).ShouldBe(1);
    }

    [Fact]
    public async Task A_call_whose_handler_records_nothing_is_recorded_after_it()
    {
        await using var house = new GateHouse();
        await Pass(house, (_, _) => ValueTask.FromResult(Answer));
        Changes(house).ShouldBe([ChangeState.Done]);
        Trail(house).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_call_is_recorded_as_failed()
    {
        await using var house = new GateHouse();
        await Should.ThrowAsync<AwsException>(() => Pass(house, (_, _) => throw new AwsException("Refused", "no")).AsTask());
        Changes(house).ShouldBe([ChangeState.Failed]);
        Trail(house).ShouldBe(1);
    }

    private static ValueTask<CallResult> Pass(GateHouse house, EffectfulHandler handler)
    {
        var table = new OperationTable().Add("ec2", "CreateVpc", handler);
        var local = new LocalCalls(table, house.Store, house.Journal, house.Sequences, house.Trail) { Seed = "seed" };
        return new CallGate(CallGate.AllowAll, local, null, house.Journal, house.Sequences).Pass(house.Call("CreateVpc", JsonObject.Empty), CancellationToken.None);
    }

    private static IEnumerable<ChangeState> Changes(GateHouse house) => house.Changes().Select(change => change.State);

    private static int Trail(GateHouse house) => house.Trail.Read(house.Scope, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count();
}
