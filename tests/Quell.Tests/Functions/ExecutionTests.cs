using System.Text;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Functions.Executions;

namespace Quell.Tests.Functions;

[Trait("Requirement", "D9")]
public sealed class ExecutionTests
{
    private const string Arn = "arn:aws:lambda:eu-west-1:123456789012:function:work";

    private static readonly (string, JsonValue?) Event = ("InvocationType", "Event");

    /// <summary>What is not kept is left out of the record; an empty result would be no JSON.</summary>
    [ProgramFact("python3")]
    public async Task A_result_of_more_than_256_KB_reaches_whoever_waits_and_is_not_kept()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("work", """
            def handler(event, context):
                return "x" * 300_000
            """);

        ((JsonString)(await bench.Invoke("work"))["Payload"]!).Value.Length.ShouldBe(300_000);

        var done = await Done(bench, "00000002-0000-0000-0000-000000000000");
        done.State.ShouldBe(ExecutionState.Succeeded);
        done.Result.ShouldBeNull();
        done.ToRecord().Has("result").ShouldBeFalse();
    }

    [ProgramFact("python3")]
    public async Task An_event_invocation_is_answered_at_once_and_run_once()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("work", """
            def handler(event, context):
                return {"seen": event["n"], "id": context.aws_request_id}
            """);

        var answer = await bench.Invoke("work", """{"n": 7}""", Event);

        answer.ShouldBe(JsonObject.Of(("StatusCode", 202)));
        var done = await Done(bench, "00000002-0000-0000-0000-000000000000");
        done.State.ShouldBe(ExecutionState.Succeeded);
        done.Attempts.ShouldBe(1);
        done.ToRecord()["result"].ShouldBe(JsonValue.Parse("""{"seen": 7, "id": "00000002-0000-0000-0000-000000000000"}"""));
    }

    [ProgramFact("python3")]
    public async Task A_delivery_becomes_one_execution_that_knows_its_event_and_rule()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("work", "def handler(event, context): return event['detail']");

        await Deliver(bench, """{"detail": {"a": 1}}""");

        var execution = await Eventually.Is(() => bench.Journal.Read(connection => ExecutionTable.OfEvent(connection, "event-1")).FirstOrDefault(each => each.IsDone));
        execution.Rule.ShouldBe("arn:aws:events:eu-west-1:123456789012:rule/r");
        execution.ToRecord()["result"].ShouldBe(JsonValue.Parse("""{"a": 1}"""));
        bench.Journal.Read(connection => connection.Number("SELECT state FROM deliveries")).ShouldBe(1);
    }

    [ProgramFact("python3")]
    public async Task A_failing_execution_is_retried_after_one_and_two_minutes_and_then_sent_to_its_destinations()
    {
        var time = new SteppedTime();
        await using var bench = await FunctionBench.Start(time);
        foreach (var queue in new[] { "letters", "failures" })
        {
            await bench.Call("sqs", "CreateQueue", ("QueueName", queue));
        }

        await bench.Python("work", "def handler(event, context): raise RuntimeError('broken')", more:
            [("DeadLetterConfig", JsonObject.Of(("TargetArn", "arn:aws:sqs:eu-west-1:123456789012:letters")))]);
        await bench.Call("lambda", "PutFunctionEventInvokeConfig", ("FunctionName", "work"), ("DestinationConfig", JsonObject.Of(
            ("OnFailure", JsonObject.Of(("Destination", "arn:aws:sqs:eu-west-1:123456789012:failures"))))));
        await bench.Invoke("work", """{"n": 7}""", Event);
        var id = "00000005-0000-0000-0000-000000000000";

        foreach (var (attempts, wait) in new[] { (1, 1), (2, 2) })
        {
            var waiting = await Eventually.Is(() => Find(bench, id) is { State: ExecutionState.Waiting } found && found.Attempts == attempts ? found : null);
            (waiting.Next - time.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(wait - 0.5), TimeSpan.FromMinutes(wait));
            time.Advance(TimeSpan.FromMinutes(wait));
        }

        var done = await Done(bench, id);
        (done.State, done.Attempts, done.ErrorCode, done.ErrorMessage).ShouldBe((ExecutionState.Failed, 3, "RuntimeError", "broken"));
        var letter = await Received(bench, "letters");
        letter.String("Body").ShouldBe("""{"n": 7}""");
        letter.Object("MessageAttributes")?.Object("RequestID")?.String("StringValue").ShouldBe(id);
        var record = (JsonObject)JsonValue.Parse((await Received(bench, "failures")).String("Body") ?? "");
        record.Object("requestContext")?.String("condition").ShouldBe("RetriesExhausted");
        record.Object("requestContext")?.Long("approximateInvokeCount").ShouldBe(3);
        record.Object("requestPayload").ShouldBe(JsonValue.Parse("""{"n": 7}"""));
        record.Object("responsePayload")?.String("errorType").ShouldBe("RuntimeError");
    }

    [ProgramFact("python3")]
    public async Task What_was_started_and_not_ended_is_tried_again_after_a_restart_without_using_up_its_retries()
    {
        var folder = Directory.CreateTempSubdirectory("quell-restart-").FullName;
        var time = new SteppedTime();
        await using (var first = await FunctionBench.Start(time, folder))
        {
            await first.Python("work", "def handler(event, context): return 'done'");
            await first.Journal.Write(connection =>
            {
                ExecutionTable.Insert(connection, Some("cut-off", ExecutionState.Started, 3));
                ExecutionTable.Insert(connection, Some("waiting", ExecutionState.Waiting, 0));
            });
        }

        await using (var second = await FunctionBench.Start(time, folder))
        {
            (await Done(second, "waiting")).Attempts.ShouldBe(1);
            var done = await Done(second, "cut-off");
            (done.State, done.Attempts).ShouldBe((ExecutionState.Succeeded, 4));
        }

        Directory.Delete(folder, recursive: true);
    }

    [ProgramFact("python3")]
    public async Task All_that_wait_at_a_start_are_run_however_many_they_are()
    {
        const int Many = 700;
        var folder = Directory.CreateTempSubdirectory("quell-restart-").FullName;
        await using (var first = await FunctionBench.Start(folder: folder))
        {
            await first.Python("work", "def handler(event, context): return 'done'");
            await first.Journal.Write(connection =>
            {
                for (var number = 0; number < Many; number++)
                {
                    ExecutionTable.Insert(connection, Some($"waiting-{number}", ExecutionState.Waiting, 0));
                }
            });
        }

        await using (var second = await FunctionBench.Start(folder: folder))
        {
            for (var number = 0; number < Many; number++)
            {
                (await Done(second, $"waiting-{number}")).Attempts.ShouldBe(1);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [ProgramFact("python3")]
    public async Task A_throttled_execution_waits_and_is_not_an_attempt()
    {
        var time = new SteppedTime();
        await using var bench = await FunctionBench.Start(time);
        await bench.Python("work", "def handler(event, context): return 1");
        await bench.Call("lambda", "PutFunctionConcurrency", ("FunctionName", "work"), ("ReservedConcurrentExecutions", 0));
        await bench.Invoke("work", "{}", Event);
        var id = "00000003-0000-0000-0000-000000000000";

        (await bench.Refused("lambda", "Invoke", ("FunctionName", "work"))).Code.ShouldBe("TooManyRequestsException");
        await Eventually.IsTrue(() => Find(bench, id)?.Next > Find(bench, id)?.Created);
        await bench.Call("lambda", "DeleteFunctionConcurrency", ("FunctionName", "work"));
        time.Advance(TimeSpan.FromMinutes(6));

        (await Done(bench, id)).Attempts.ShouldBe(1);
    }

    [ProgramFact("python3")]
    public async Task A_queue_is_polled_and_what_the_function_reports_as_failed_comes_back()
    {
        await using var bench = await FunctionBench.Start();
        var url = (await bench.Call("sqs", "CreateQueue", ("QueueName", "jobs"), ("Attributes", JsonObject.Of(("VisibilityTimeout", "2"))))).String("QueueUrl").ShouldNotBeNull();
        await bench.Python("work", """
            seen = {}
            def handler(event, context):
                failed = []
                for record in event["Records"]:
                    seen[record["body"]] = seen.get(record["body"], 0) + 1
                    if record["body"] == "bad" and seen["bad"] < 3:
                        failed.append({"itemIdentifier": record["messageId"]})
                print("seen", sorted(seen.items()))
                return {"batchItemFailures": failed}
            """, ("MemorySize", 256));
        await bench.Call("lambda", "PutFunctionConcurrency", ("FunctionName", "work"), ("ReservedConcurrentExecutions", 1));
        await bench.Invoke("work", """{"Records": []}""");
        await bench.Call("lambda", "CreateEventSourceMapping",
            ("FunctionName", "work"), ("EventSourceArn", "arn:aws:sqs:eu-west-1:123456789012:jobs"),
            ("FunctionResponseTypes", JsonArray.From(["ReportBatchItemFailures"])));
        foreach (var body in new[] { "good", "bad" })
        {
            await bench.Call("sqs", "SendMessage", ("QueueUrl", url), ("MessageBody", body));
        }

        await Eventually.IsTrue(() => bench.Log("/aws/lambda/work").Contains("seen [('bad', 3), ('good', 1)]"));
        await Eventually.IsTrue(() => bench.Journal.Read(connection => connection.Number("SELECT count(*) FROM messages")) == 0);
    }

    private static Execution Some(string id, ExecutionState state, int attempts) => new()
    {
        Id = id,
        Target = Arn,
        Scope = FunctionBench.Scope,
        State = state,
        Attempts = attempts,
        Created = TimeProvider.System.GetUtcNow(),
        Next = TimeProvider.System.GetUtcNow(),
        Input = "{}"u8.ToArray(),
    };

    private static async Task Deliver(FunctionBench bench, string payload)
    {
        var handOver = bench.Dispatcher.Prepare([new NewDelivery
        {
            EventId = "event-1",
            Source = "arn:aws:events:eu-west-1:123456789012:rule/r",
            Target = Arn,
            Spec = JsonObject.Of(("Arn", Arn)),
            Payload = Encoding.UTF8.GetBytes(payload),
        }]);
        await bench.Journal.Write(connection => handOver.Write?.Invoke(connection));
        handOver.Committed?.Invoke();
    }

    private static Execution? Find(FunctionBench bench, string id) => bench.Journal.Read(connection => ExecutionTable.Find(connection, id));

    private static Task<Execution> Done(FunctionBench bench, string id) =>
        Eventually.Is(() => Find(bench, id) is { IsDone: true } found ? found : null);

    private static async Task<JsonObject> Received(FunctionBench bench, string queue)
    {
        while (true)
        {
            var answer = await bench.Call("sqs", "ReceiveMessage", ("QueueUrl", $"http://127.0.0.1/123456789012/{queue}"), ("MessageAttributeNames", JsonArray.From(["All"])), ("WaitTimeSeconds", 1));
            if (answer.Array("Messages").Count > 0)
            {
                return answer.Array("Messages").Objects.Single();
            }
        }
    }
}
