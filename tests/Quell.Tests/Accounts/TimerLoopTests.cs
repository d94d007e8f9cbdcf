using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Tests.Events;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Tests.Accounts;

public sealed class TimerLoopTests
{
    [Fact]
    public async Task A_timer_that_cannot_fire_stays_and_holds_up_no_other()
    {
        await using var test = new TestBus();
        var fired = 0;
        test.Table
            .AddTimer("test:broken", (_, _) => throw new InvalidOperationException("broken"))
            .AddTimer("test:good", (_, _) => fired++);
        Set(test, "a", "test:broken");
        Set(test, "b", "test:good");
        await using var timers = new TimerLoop(test.Table, test.Store, test.Sequences, test.Time, NullLogger<TimerLoop>.Instance)
        {
            Seed = "test",
            Bus = test.Bus.Prepare,
        };

        timers.Start();
        await TestBus.Until(() => fired == 1);
        Set(test, "c", "test:good");
        await TestBus.Until(() => fired == 2);

        test.Store.Current.ListAll(Timer.ResourceType).Select(entry => entry.Key.Id).ShouldBe(["a"]);
    }

    private static void Set(TestBus test, string id, string kind) => test.Store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        Timer.Set(edit, new(test.Scope, Timer.ResourceType, id), test.Time.GetUtcNow(), kind, JsonObject.Empty);
        return new ResourceStep<int>(edit, 0);
    });
}
