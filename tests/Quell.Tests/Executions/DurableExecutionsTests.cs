using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;

namespace Quell.Tests.Executions;

public sealed class DurableExecutionsTests
{
    private const string Call = """ "Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"q","MessageBody":"m"} """;

    private static readonly string Two = """
        {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
          {"StartAt":"A","States":{"A":{ TASK ,"End":true}}},
          {"StartAt":"B","States":{"B":{ TASK ,"Next":"C"},"C":{ TASK ,"End":true}}}]}}}
        """.Replace("TASK", Call, StringComparison.Ordinal);

    private static readonly Signal Good = new Signal.Succeeded(JsonObject.Empty);

    [Fact]
    [Trait("Requirement", "N16")]
    public async Task Work_that_is_under_way_is_not_begun_again_when_what_had_not_ended_goes_on()
    {
        await using var house = new DurableHouse();
        var run = await house.Begin(Two);
        house.Executions.Start();
        await house.Executions.Recovery;

        house.Task("B").SetResult(Good);
        house.Task("C").SetResult(Good);
        house.Executions.Start();
        await house.Executions.Recovery;
        house.Task("A").SetResult(Good);

        (await house.Until(run, execution => !execution.IsRunning)).Status.ShouldBe(ExecutionStatus.Succeeded);
        house.Begun.ShouldBe(new Dictionary<string, int> { ["A"] = 1, ["B"] = 1, ["C"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    [Trait("Requirement", "N16")]
    public async Task What_comes_in_while_the_disk_is_full_is_applied_to_what_is_durable()
    {
        await using var house = new DurableHouse();
        var run = await house.Begin(Two);
        house.IsDiskFull = true;
        house.Task("B").SetResult(Good);
        var early = house.Executions.Post(run, new Stimulus.Answer(house.Executions.Store.View(run)!.Execution.Pending.Keys.Max(), Good));
        house.Task("A").SetResult(Good);
        await Passing(house, early.ContinueWith(_ => { }, TaskScheduler.Default));
        await Should.ThrowAsync<JournalException>(() => early);
        house.IsDiskFull = false;
        house.Task("C").SetResult(Good);

        var ended = house.Until(run, execution => !execution.IsRunning);
        await Passing(house, ended);
        (await ended).Status.ShouldBe(ExecutionStatus.Succeeded);
        house.Begun["C"].ShouldBe(1);
        var history = house.Executions.Store.History(house.Executions.Store.Find(run)!);
        history.Select(happened => happened.Id).ShouldBe(Enumerable.Range(1, history.Count));
        history.Count(happened => happened.Type == "TaskSucceeded").ShouldBe(3);
    }

    [Fact]
    public async Task Executions_that_are_not_journaled_stay_in_memory_while_they_wait()
    {
        await using var house = new DurableHouse(liveLimit: 1);
        var runs = new List<long>();
        for (var count = 0; count < 12; count++)
        {
            runs.Add(await house.Begin("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""", $"e{count}", isExpress: true));
        }

        house.Time.Advance(TimeSpan.FromSeconds(61));

        foreach (var run in runs)
        {
            (await house.Until(run, execution => execution.Ended is not null)).Status.ShouldBe(ExecutionStatus.Succeeded);
        }
    }

    [Fact]
    public async Task A_long_chain_of_work_that_ends_at_once_needs_no_stack()
    {
        await using var house = new DurableHouse();
        house.Task("T").SetResult(Good);
        var run = await house.Begin(
            """
            {"QueryLanguage":"JSONata","StartAt":"P","States":{
              "P":{"Type":"Pass","Assign":{"n":0},"Next":"T"},
              "T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Arguments":{"QueueUrl":"q","MessageBody":"m"},"Assign":{"n":"{% $n + 1 %}"},"Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Condition":"{% $n < 3000 %}","Next":"T"}],"Default":"D"},
              "D":{"Type":"Succeed"}}}
            """,
            isExpress: true);
        (await house.Until(run, execution => execution.Ended is not null)).Status.ShouldBe(ExecutionStatus.Succeeded);
        house.Begun["T"].ShouldBe(3_000);
    }

    [Fact]
    public async Task Work_that_ends_at_once_leaves_room_for_what_goes_on_beside_it()
    {
        await using var house = new DurableHouse();
        house.Task("A").SetResult(Good);
        house.Task("B").SetResult(Good);
        var run = await house.Begin(Two);
        await QuellProcess.Eventually(() => house.Begun.ContainsKey("C"), begun => begun);
        house.Task("C").SetResult(Good);
        (await house.Until(run, execution => !execution.IsRunning)).Status.ShouldBe(ExecutionStatus.Succeeded);
        house.Begun.ShouldBe(new Dictionary<string, int> { ["A"] = 1, ["B"] = 1, ["C"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task All_that_are_due_at_the_same_time_are_woken()
    {
        await using var house = new DurableHouse(liveLimit: 1);
        var runs = new List<long>();
        for (var count = 0; count < 300; count++)
        {
            runs.Add(await house.Begin("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""", $"w{count}"));
        }

        house.Time.Advance(TimeSpan.FromSeconds(61));

        foreach (var run in runs)
        {
            (await house.Until(run, execution => !execution.IsRunning)).Status.ShouldBe(ExecutionStatus.Succeeded);
        }
    }

    private static async Task Passing(DurableHouse house, Task until)
    {
        while (!until.IsCompleted)
        {
            house.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }
}
