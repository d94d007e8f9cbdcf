using System.Collections.Concurrent;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Tests.Events;

namespace Quell.Tests.Deliveries;

public sealed class DeliveryDispatcherTests
{
    private const string Rule = "arn:aws:events:us-east-1:123456789012:rule/r";
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:fix";
    private const string Other = "arn:aws:lambda:us-east-1:123456789012:function:other";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:letters";

    private static readonly Task<HandOver> Refused =
        Task.FromException<HandOver>(new DeliveryException("THROTTLING", "busy", isTransient: true));

    [Fact]
    [Trait("Requirement", "D7")]
    public async Task Tries_again_after_a_wait_that_grows()
    {
        await using var test = new TestBus();
        var failures = 3;
        test.Functions.Behaviour = (_, _) => failures-- > 0 ? Refused : Task.FromResult(HandOver.Done);

        await test.Commit(test.Dispatcher.Prepare([To(Function)]));

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await TestBus.Until(() => test.Rows()[0].Attempts == attempt && test.Time.NextDue is not null);
            test.Functions.Accepted.ShouldBeEmpty();
            var wait = test.Time.NextDue!.Value - test.Time.GetUtcNow();
            var step = TimeSpan.FromSeconds(1 << (attempt - 1));
            wait.ShouldBeInRange(step / 2 - TimeSpan.FromMilliseconds(2), step + TimeSpan.FromMilliseconds(2));
            test.Time.Advance(wait + TimeSpan.FromMilliseconds(1));
        }

        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);
        test.Functions.Accepted.ShouldHaveSingleItem().Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task Hands_over_once_where_a_look_into_the_journal_is_quicker_than_the_committer()
    {
        var handedOver = 0;
        await using (var test = new TestBus())
        {
            test.Functions.Behaviour = (_, _) => Task.FromResult(new HandOver(_ => Interlocked.Increment(ref handedOver), null));
            var prepared = test.Dispatcher.Prepare([To(Function)]);
            await test.Journal.Write(connection => prepared.Write?.Invoke(connection));
            test.Dispatcher.Wake(Function);
            await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);

            // Taken up a second time, or known to be under way still: both are right, and the end of the dispatcher comes after either.
            prepared.Committed?.Invoke();
        }

        handedOver.ShouldBe(1);
    }

    [Fact]
    [Trait("Requirement", "D7")]
    public async Task Sends_the_event_to_the_dead_letter_queue_when_its_attempts_are_used_up()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => Refused;

        await test.Commit(test.Dispatcher.Prepare([To(Function) with { Spec = Spec(("MaximumRetryAttempts", 1)) }]));
        await TestBus.Until(() => test.Rows()[0].Attempts == 1 && test.Time.NextDue is not null);
        test.Time.Advance(TimeSpan.FromMinutes(10));

        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.DeadLetter);
        var letter = test.Queues.Accepted.ShouldHaveSingleItem();
        TestBus.Text(letter.Payload).ShouldBe("{}");
        letter.Target.ShouldBe(Queue);
        Attributes(letter).ShouldBe(new Dictionary<string, string?>
        {
            ["RULE_ARN"] = Rule,
            ["TARGET_ARN"] = Function,
            ["ERROR_CODE"] = "THROTTLING",
            ["ERROR_MESSAGE"] = "busy",
            ["EXHAUSTED_RETRY_CONDITION"] = "MaximumRetryAttempts",
            ["RETRY_ATTEMPTS"] = "1",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Gives_up_when_the_delivery_would_be_too_old()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => Refused;

        await test.Commit(test.Dispatcher.Prepare([To(Function) with { Spec = Spec(("MaximumEventAgeInSeconds", 60)) }]));
        for (var attempt = 1; attempt <= 7 && test.Rows()[0].State == DeliveryState.Pending; attempt++)
        {
            await TestBus.Until(() => test.Rows()[0] is var row && (row.State != DeliveryState.Pending || (row.Attempts == attempt && test.Time.NextDue is not null)));
            test.Time.Advance(TimeSpan.FromSeconds(50));
        }

        test.Rows()[0].State.ShouldBe(DeliveryState.DeadLetter);
        Attributes(test.Queues.Accepted.Single())["EXHAUSTED_RETRY_CONDITION"].ShouldBe("MaximumEventAgeInSeconds");
    }

    [Fact]
    public async Task Does_not_try_again_what_no_retry_would_mend()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => throw new DeliveryException("NO_RESOURCE", "gone", isTransient: false);

        await test.Commit(test.Dispatcher.Prepare([To(Function) with { Spec = Spec() }, To(Function)]));

        await TestBus.Until(() => test.Rows().All(row => row.State != DeliveryState.Pending));
        test.Rows().Select(row => (row.State, row.Code, row.Message)).ShouldBe(
            [(DeliveryState.DeadLetter, "NO_RESOURCE", "gone"), (DeliveryState.Dropped, "NO_RESOURCE", "gone")], ignoreOrder: true);
        Attributes(test.Queues.Accepted.Single()).ShouldNotContainKey("EXHAUSTED_RETRY_CONDITION");
    }

    [Fact]
    public async Task Records_that_the_dead_letter_queue_refused_too()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = test.Queues.Behaviour = (delivery, _) => throw new DeliveryException("NO_RESOURCE", $"no {delivery.Target}", isTransient: false);

        await test.Commit(test.Dispatcher.Prepare([To(Function) with { Spec = Spec() }]));

        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Dropped);
        test.Rows()[0].Message.ShouldBe($"no {Function} (the dead-letter queue {Queue} refused it: no {Queue})");
    }

    [Fact]
    [Trait("Requirement", "N11")]
    public async Task Delivers_to_others_while_one_target_is_slow()
    {
        await using var test = new TestBus { Limits = new() { Sending = 2, Waiting = 4 } };
        await test.Restart();
        var release = new TaskCompletionSource<HandOver>();
        test.Functions.Behaviour = (delivery, _) => delivery.Target == Function ? release.Task : Task.FromResult(HandOver.Done);

        await test.Commit(test.Dispatcher.Prepare([.. Enumerable.Repeat(To(Function), 50), To(Other)]));

        await TestBus.Until(() => test.Functions.Accepted.Count == 1);
        test.Functions.Accepted.Single().Target.ShouldBe(Other);
        release.SetResult(HandOver.Done);
        await TestBus.Until(() => test.Rows().All(row => row.State == DeliveryState.Delivered));
    }

    [Fact]
    public async Task Delivers_each_once_although_memory_holds_only_some_of_them()
    {
        await using var test = new TestBus { Limits = new() { Sending = 3, Waiting = 5, Page = 7, Recording = 11 } };
        await test.Restart();

        var commits = Enumerable.Range(0, 100).Select(_ => Task.Run(() => test.Commit(test.Dispatcher.Prepare([To(Function), To(Other), To(Function)]))));
        await Task.WhenAll(commits);

        await TestBus.Until(() => test.Rows().All(row => row.State == DeliveryState.Delivered));
        test.Functions.Accepted.Count.ShouldBe(300);
        test.Functions.Accepted.Select(delivery => delivery.Id).Distinct().Count().ShouldBe(300);
    }

    [Fact]
    public async Task Goes_on_although_a_payload_is_larger_than_all_the_room_there_is()
    {
        await using var test = new TestBus { Limits = new() { Bytes = 10 } };
        await test.Restart();

        await test.Commit(test.Dispatcher.Prepare([.. Enumerable.Repeat(To(Function) with { Payload = new byte[100] }, 3)]));

        await TestBus.Until(() =>
        {
            test.Time.Advance(TimeSpan.FromSeconds(2));
            return test.Rows().All(row => row.State == DeliveryState.Delivered);
        });
        test.Functions.Accepted.Count.ShouldBe(3);
    }

    [Fact]
    [Trait("Requirement", "N11")]
    public async Task Delivers_to_others_at_once_although_what_waits_for_a_slow_target_fills_the_memory()
    {
        await using var test = new TestBus { Limits = new() { Bytes = 1_000, LaneBytes = 300, PageBytes = 500 } };
        await test.Restart();
        var release = new TaskCompletionSource<HandOver>();
        test.Functions.Behaviour = (delivery, _) => delivery.Target == Function ? release.Task : Task.FromResult(HandOver.Done);

        await test.Commit(test.Dispatcher.Prepare([.. Enumerable.Repeat(To(Function) with { Payload = new byte[100] }, 30)]));
        await test.Commit(test.Dispatcher.Prepare([.. Enumerable.Repeat(To(Other) with { Payload = new byte[100] }, 30)]));

        // The clock stands still: nothing waits for room to be looked for again.
        await TestBus.Until(() => test.Functions.Accepted.Count == 30);
        test.Functions.Accepted.ShouldAllBe(delivery => delivery.Target == Other);
        release.SetResult(HandOver.Done);
        await TestBus.Until(() => test.Rows().All(row => row.State == DeliveryState.Delivered));
    }

    [Fact]
    [Trait("Requirement", "N29")]
    public async Task Commits_what_the_target_writes_together_with_the_end()
    {
        await using var test = new TestBus();
        await test.Journal.Write(connection => connection.Script("CREATE TABLE got (id INTEGER PRIMARY KEY)"));
        var committed = new ConcurrentQueue<long>();
        test.Functions.Behaviour = (delivery, _) => Task.FromResult(new HandOver(
            connection => connection.Execute("INSERT INTO got VALUES (?1)", delivery.Id),
            () => committed.Enqueue(delivery.Id)));

        await test.Commit(test.Dispatcher.Prepare([To(Function)]));

        await TestBus.Until(() => !committed.IsEmpty);
        test.Journal.Read(connection => connection.Number("SELECT id FROM got")).ShouldBe(committed.Single());
        test.Rows()[0].State.ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task Counts_a_write_of_the_target_that_fails_as_a_failed_attempt()
    {
        await using var test = new TestBus();
        var isBad = true;
        test.Functions.Behaviour = (_, _) => Task.FromResult(new HandOver(connection => connection.Execute(isBad ? "INSERT INTO nowhere VALUES (1)" : "SELECT 1")));

        await test.Commit(test.Dispatcher.Prepare([To(Function)]));

        await TestBus.Until(() => test.Rows()[0] is { State: DeliveryState.Pending, Attempts: 1 } && test.Time.NextDue is not null);
        isBad = false;
        test.Time.Advance(TimeSpan.FromSeconds(5));
        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);
    }

    [Fact]
    [Trait("Requirement", "N33")]
    public async Task Waits_for_its_retry_across_a_restart()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => Refused;
        await test.Commit(test.Dispatcher.Prepare([To(Function)]));
        await TestBus.Until(() => test.Rows()[0].Attempts == 1);
        test.Functions.Behaviour = null;

        await test.Restart();
        await TestBus.Until(() => test.Time.NextDue is not null);
        test.Functions.Accepted.ShouldBeEmpty();
        test.Time.Advance(TimeSpan.FromSeconds(2));

        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);
        TestBus.Text(test.Functions.Accepted.Single().Payload).ShouldBe("{}");
    }

    [Fact]
    public async Task Delivers_at_the_start_what_was_made_by_a_clock_that_has_gone_back_since()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => Refused;
        await test.Commit(test.Dispatcher.Prepare([To(Function)]));
        await TestBus.Until(() => test.Rows()[0].Attempts == 1);

        test.Functions.Behaviour = null;
        test.Time.Advance(TimeSpan.FromDays(-400));
        await test.Restart();

        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);
    }

    [Fact]
    public async Task Cuts_off_what_is_still_under_way_when_the_limit_of_a_stop_is_over()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return HandOver.Done;
        };
        await test.Commit(test.Dispatcher.Prepare([To(Function)]));
        await TestBus.Until(() => test.Time.NextDue is not null);

        var stop = test.Dispatcher.StopAsync(TimeSpan.FromSeconds(5));
        test.Time.Advance(TimeSpan.FromSeconds(6));
        await stop;

        test.Rows()[0].State.ShouldBe(DeliveryState.Pending);
        test.Functions.Behaviour = null;
        await test.Restart();
        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);
    }

    [Fact]
    public async Task Ends_an_attempt_that_the_target_does_not_answer()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return HandOver.Done;
        };
        await test.Commit(test.Dispatcher.Prepare([To(Function)]));
        await TestBus.Until(() => test.Time.NextDue is not null);

        test.Time.Advance(TimeSpan.FromSeconds(61));

        await TestBus.Until(() => test.Rows()[0].Attempts == 1);
        test.Rows()[0].Code.ShouldBe("TIMEOUT");
        test.Functions.Behaviour = null;
    }

    [Theory]
    [InlineData(false, "Delivered", null)]
    [InlineData(true, "Dropped", "NO_PERMISSIONS")]
    public async Task Makes_a_delivery_that_AWS_would_deny_with_a_warning_unless_permissions_are_strict(bool isStrict, string state, string? code)
    {
        await using var test = new TestBus { Permissions = new(delivery => $"no policy for {delivery.Source[..3]}", isStrict) };
        await test.Restart();

        await test.Commit(test.Dispatcher.Prepare([To(Function)]));

        await TestBus.Until(() => test.Rows()[0].State.ToString() == state);
        test.Rows()[0].Code.ShouldBe(code);
        test.Journal.Read(connection => connection.Query("SELECT warning FROM deliveries", row => row.GetString(0))).ShouldBe(["no policy for arn"]);
    }

    private static NewDelivery To(string target) => new() { Source = Rule, Target = target, Spec = JsonObject.Empty, Payload = "{}"u8.ToArray() };

    private static JsonObject Spec(params (string Name, JsonValue? Value)[] retry) => JsonObject.Of(
        ("RetryPolicy", JsonObject.Of(retry)), ("DeadLetterConfig", JsonObject.Of(("Arn", Queue))));

    private static Dictionary<string, string?> Attributes(Delivery letter) => letter.Spec.Object("MessageAttributes").ShouldNotBeNull().Names
        .ToDictionary(name => name, name => letter.Spec.Object("MessageAttributes")!.Object(name)!.String("StringValue"));
}
