using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

public sealed class MapRunTests : IAsyncLifetime
{
    private readonly ExecutionsHouse _house = new();

    [Fact, Trait("Requirement", "D32")]
    public async Task A_distributed_map_reads_its_items_from_a_bucket_and_writes_its_results_into_one()
    {
        await _house.On("s3", "CreateBucket", ("Bucket", "data"));
        await _house.Put("data", "items.json", """[{"n":1},{"n":2},{"n":3}]""");
        var arn = await _house.Run("fan", """
            {"StartAt":"M","States":{"M":{"Type":"Map","Label":"each","MaxConcurrency":2,
              "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON"},"Parameters":{"Bucket":"data","Key":"items.json"}},
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},
              "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"data","Prefix":"out"}},"End":true}}}
            """);

        var described = await _house.Ended(arn);
        described.String("status").ShouldBe("SUCCEEDED", described.ToString());

        var listed = (await _house.Call("ListMapRuns", ("executionArn", arn))).Array("mapRuns").Objects.Single();
        var mapRun = listed.String("mapRunArn")!;
        mapRun.ShouldStartWith("arn:aws:states:us-east-1:000000000000:mapRun:fan/each:");
        var output = (JsonObject)JsonValue.Parse(described.String("output")!);
        output.String("MapRunArn").ShouldBe(mapRun);
        var shown = await _house.Call("DescribeMapRun", ("mapRunArn", mapRun));
        (shown.String("status"), shown.String("executionArn"), shown.Long("maxConcurrency")).ShouldBe(("SUCCEEDED", arn, 2L));
        foreach (var counts in new[] { shown.Object("itemCounts")!, shown.Object("executionCounts")! })
        {
            counts.ToString().ShouldBe("""{"pending":0,"running":0,"succeeded":3,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":3}""");
        }

        var children = (await _house.Call("ListExecutions", ("mapRunArn", mapRun))).Array("executions").Objects.ToList();
        children.Count.ShouldBe(3);
        children.ShouldAllBe(child => child.Long("itemCount") == 1 && child.String("mapRunArn") == mapRun && child.String("stateMachineArn") == Machine("fan/each"));
        (await _house.Call("ListExecutions", ("stateMachineArn", Machine("fan")))).Array("executions").Count.ShouldBe(1);
        (await _house.Describe(children[0].String("executionArn")!)).String("mapRunArn").ShouldBe(mapRun);
        var details = output.Object("ResultWriterDetails")!;
        (await _house.Get(details.String("Bucket")!, details.String("Key")!)).ShouldContain("SUCCEEDED_0.json");
    }

    [Fact]
    public async Task Raising_the_concurrency_begins_more_children_at_once()
    {
        var (arn, mapRun) = await Waiting(1, 0);
        (await Running(mapRun, 1)).Object("itemCounts")!.Long("pending").ShouldBe(4);

        (await _house.Call("UpdateMapRun", ("mapRunArn", mapRun), ("maxConcurrency", 3))).ShouldBe(JsonObject.Empty);

        var shown = await Running(mapRun, 3);
        (shown.Long("maxConcurrency"), shown.Object("itemCounts")!.Long("pending")).ShouldBe((3L, 2L));
        (await _house.Describe(arn)).String("status").ShouldBe("RUNNING");
    }

    [Fact]
    public async Task Failures_that_are_tolerated_from_now_on_do_not_fail_the_map_run()
    {
        var (arn, mapRun) = await Waiting(5, 0);
        await Running(mapRun, 5);
        await _house.Call("UpdateMapRun", ("mapRunArn", mapRun), ("toleratedFailureCount", 2));
        var children = (await _house.Call("ListExecutions", ("mapRunArn", mapRun))).Array("executions").Objects.Select(child => child.String("executionArn")).ToList();

        await _house.Call("StopExecution", ("executionArn", children[0]));
        await _house.Call("StopExecution", ("executionArn", children[1]));
        _house.Time.Advance(TimeSpan.FromHours(1));

        (await _house.Ended(arn)).String("status").ShouldBe("SUCCEEDED");
        var shown = await _house.Call("DescribeMapRun", ("mapRunArn", mapRun));
        (shown.Long("toleratedFailureCount"), shown.Object("itemCounts")!.Long("aborted"), shown.Object("itemCounts")!.Long("succeeded")).ShouldBe((2L, 2L, 3L));
    }

    [Fact]
    public async Task Failures_that_were_tolerated_fail_the_map_run_once_they_are_not()
    {
        var (arn, mapRun) = await Waiting(5, 3);
        await Running(mapRun, 5);
        var child = (await _house.Call("ListExecutions", ("mapRunArn", mapRun))).Array("executions").Objects.First().String("executionArn");
        await _house.Call("StopExecution", ("executionArn", child));
        await Running(mapRun, 4);

        await _house.Call("UpdateMapRun", ("mapRunArn", mapRun), ("toleratedFailureCount", 0));

        (await _house.Ended(arn)).String("error").ShouldBe("States.ExceedToleratedFailureThreshold");
        (await _house.Call("DescribeMapRun", ("mapRunArn", mapRun))).String("status").ShouldBe("FAILED");
        (await _house.Refused("UpdateMapRun", ("mapRunArn", mapRun), ("maxConcurrency", 3))).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public async Task A_map_run_of_an_execution_that_is_stopped_is_aborted_with_its_children()
    {
        var (arn, mapRun) = await Waiting(2, 0);
        await Running(mapRun, 2);

        await _house.Call("StopExecution", ("executionArn", arn));

        var shown = await Running(mapRun, 0);
        (shown.String("status"), shown.Object("executionCounts")!.Long("aborted"), shown.Has("stopDate")).ShouldBe(("ABORTED", 2L, true));
    }

    [Theory]
    [InlineData("STANDARD", 3)]
    [InlineData("EXPRESS", 3)]
    public async Task A_failed_map_run_is_redriven_with_those_of_its_children_that_failed(string type, int listed)
    {
        var queue = await _house.Queue("tasks");
        var arn = await _house.Run("fan", $$$$$"""
            {"StartAt":"M","States":{"M":{"Type":"Map","Label":"each",
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"{{{{{type}}}}}"},"StartAt":"S","States":{
                "S":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"{{{{{queue}}}}}","MessageBody.$":"States.Format('begun {}', $)"},"ResultPath":null,"Next":"L"},
                "L":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sqs:getQueueUrl","Parameters":{"QueueName.$":"States.Format('queue-{}', $)"},"ResultPath":null,"End":true}}},
              "End":true}}}
            """, "[1,2,3]");
        (await _house.Ended(arn)).String("status").ShouldBe("FAILED");
        var mapRun = (await _house.Call("ListMapRuns", ("executionArn", arn))).Array("mapRuns").Objects.Single().String("mapRunArn")!;
        await Running(mapRun, 0);
        foreach (var number in new[] { 1, 2, 3 })
        {
            await _house.Queue($"queue-{number}");
        }

        await _house.Call("RedriveExecution", ("executionArn", arn));

        var described = await _house.Ended(arn);
        (described.String("status"), described.String("output")).ShouldBe(("SUCCEEDED", "[1,2,3]"), described.ToString());
        var shown = await _house.Call("DescribeMapRun", ("mapRunArn", mapRun));
        (shown.String("status"), shown.Long("redriveCount"), shown.Object("executionCounts")!.Long("succeeded")).ShouldBe(("SUCCEEDED", 1L, 3L));
        (await _house.Call("ListExecutions", ("mapRunArn", mapRun))).Array("executions").Count.ShouldBe(listed);
        (await _house.Events(arn)).ShouldContain("MapRunRedriven");
    }

    [Fact]
    public async Task Bad_requests_are_refused()
    {
        var (_, mapRun) = await Waiting(1, 0);

        (await _house.Refused("UpdateMapRun", ("mapRunArn", mapRun))).Code.ShouldBe("ValidationException");
        (await _house.Refused("UpdateMapRun", ("mapRunArn", mapRun), ("toleratedFailurePercentage", 101))).Code.ShouldBe("ValidationException");
        (await _house.Refused("DescribeMapRun", ("mapRunArn", mapRun + "x"))).ShouldBe(("ResourceNotFound", $"Resource not found: '{mapRun}x'"));
        (await _house.Refused("DescribeMapRun", ("mapRunArn", Machine("fan")))).Code.ShouldBe("InvalidArn");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    /// <summary>A map over five items whose children wait for an hour.</summary>
    private async Task<(string Execution, string MapRun)> Waiting(int concurrency, int tolerated)
    {
        var arn = await _house.Run("fan", $$$$$"""
            {"StartAt":"M","States":{"M":{"Type":"Map","Label":"each","MaxConcurrency":{{{{{concurrency}}}}},"ToleratedFailureCount":{{{{{tolerated}}}}},
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}},
              "ResultPath":null,"End":true}}}
            """, "[1,2,3,4,5]");
        var mapRun = (await _house.Until(arn, "MapRunStarted")).Object("mapRunStartedEventDetails")!.String("mapRunArn")!;
        return (arn, mapRun);
    }

    private async Task<JsonObject> Running(string mapRun, long count)
    {
        while (true)
        {
            var shown = await _house.Call("DescribeMapRun", ("mapRunArn", mapRun));
            if (shown.Object("executionCounts")!.Long("running") == count)
            {
                return shown;
            }

            await Task.Delay(5);
        }
    }
}
