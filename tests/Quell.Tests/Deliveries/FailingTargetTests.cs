using System.Collections.Concurrent;
using Quell.Aws;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Tests.Events;

namespace Quell.Tests.Deliveries;

/// <summary>What goes wrong with a target, from the rule on: what becomes of the event, and that others do not wait.</summary>
[Trait("Requirement", "D7")]
public sealed class FailingTargetTests : IAsyncLifetime
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:f";
    private const string Topic = "arn:aws:sns:us-east-1:123456789012:t";
    private const string Letters = "arn:aws:sqs:us-east-1:123456789012:letters";

    private TestBus _test = null!;

    public Task InitializeAsync()
    {
        _test = new();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_deleted_target_sends_the_event_to_the_dead_letters_at_once_and_the_other_target_gets_it()
    {
        _test.Functions.Behaviour = (_, _) => Fail("NO_RESOURCE", isTransient: false);
        Rule();

        await Put(1);

        await TestBus.Until(() => _test.Queues.Accepted.Count == 1 && _test.Topics.Accepted.Count == 1);
        var letter = Attributes(_test.Queues.Accepted.Single());
        (letter["ERROR_CODE"], letter["RETRY_ATTEMPTS"], letter.ContainsKey("EXHAUSTED_RETRY_CONDITION")).ShouldBe(("NO_RESOURCE", "0", false));
        letter["RULE_ARN"].ShouldBe("arn:aws:events:us-east-1:123456789012:rule/r");
        letter["TARGET_ARN"].ShouldBe(Function);
    }

    [Fact]
    public async Task An_input_that_cannot_be_shaped_goes_to_the_dead_letters_also_after_a_restart_and_when_it_is_sent_again()
    {
        _test.Rule(
            "r", """{"source":["app"]}""",
            TestBus.Target("f", Function).With("DeadLetterConfig", JsonObject.Of(("Arn", Letters))).With("InputPath", "$.detail"));
        await _test.Restart(start: false);
        var deep = $"{new string('[', 700)}{new string(']', 700)}";
        (await _test.Call("PutEvents", ("Entries", new JsonArray(
        [
            JsonObject.Of(("Source", "app"), ("DetailType", "Thing"), ("Detail", $$"""{"deep":{{deep}}}""")),
        ])))).Long("FailedEntryCount").ShouldBe(0);
        await _test.Restart();

        await TestBus.Until(() => _test.Queues.Accepted.Count == 1);
        Attributes(_test.Queues.Accepted.Single())["ERROR_CODE"].ShouldBe("INVALID_JSON");
        TestBus.Text(_test.Queues.Accepted.Single().Payload).ShouldContain(deep);
        await TestBus.Until(() => _test.Rows().Single().State == DeliveryState.DeadLetter);

        await new DeliveryLog(_test.Journal, _test.Dispatcher).Redrive([_test.Rows().Single().Id]);
        await TestBus.Until(() => _test.Queues.Accepted.Count == 2);
        _test.Functions.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_whose_event_is_gone_is_not_sent_empty()
    {
        _test.Functions.Behaviour = (_, _) => Fail("NO_RESOURCE", isTransient: false);
        Rule();
        await Put(1);
        await TestBus.Until(() => _test.Rows().Exists(row => row.State == DeliveryState.DeadLetter));
        await _test.Journal.Write(connection => connection.Execute("DELETE FROM events"));
        _test.Functions.Behaviour = null;

        await new DeliveryLog(_test.Journal, _test.Dispatcher).Redrive([_test.Rows().Single(row => row.State == DeliveryState.DeadLetter).Id]);

        await TestBus.Until(() => _test.Queues.Accepted.Count == 2);
        Attributes(_test.Queues.Accepted.Last())["ERROR_MESSAGE"].ShouldBe("The event is not stored any more.");
        _test.Functions.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_throttled_target_gets_the_event_when_it_takes_it()
    {
        var refusals = 2;
        _test.Functions.Behaviour = (_, _) => Interlocked.Decrement(ref refusals) >= 0
            ? throw new AwsException("ThrottlingException", "Rate exceeded", 429)
            : Task.FromResult(HandOver.Done);
        Rule();

        await Put(1);
        await Until(() => _test.Functions.Accepted.Count == 1);

        _test.Functions.Accepted.Single().Attempts.ShouldBe(2);
        _test.Queues.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slow_target_holds_up_nobody_and_not_more_than_a_few_attempts_are_under_way_at_it()
    {
        var opened = new TaskCompletionSource();
        var (inside, most) = (0, 0);
        _test.Functions.Behaviour = async (_, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await opened.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref inside);
            return HandOver.Done;
        };
        Rule();

        await Put(500);
        await TestBus.Until(() => _test.Topics.Accepted.Count == 500);

        _test.Functions.Accepted.ShouldBeEmpty();
        most.ShouldBeLessThanOrEqualTo(_test.Limits.Sending);
        opened.SetResult();
        await TestBus.Until(() => _test.Functions.Accepted.Count == 500);
    }

    [Fact]
    public async Task A_target_that_always_fails_uses_up_its_attempts()
    {
        _test.Functions.Behaviour = (_, _) => Fail("SDK_CLIENT_ERROR", isTransient: true);
        Rule(("MaximumRetryAttempts", 5));

        await Put(1);
        await Until(() => _test.Queues.Accepted.Count == 1);

        var letter = Attributes(_test.Queues.Accepted.Single());
        (letter["RETRY_ATTEMPTS"], letter["EXHAUSTED_RETRY_CONDITION"]).ShouldBe(("5", "MaximumRetryAttempts"));
        TestBus.Text(_test.Queues.Accepted.Single().Payload).ShouldBe(TestBus.Text(_test.Topics.Accepted.Single().Payload));
    }

    [Fact]
    public async Task An_event_that_gets_too_old_on_the_way_goes_to_the_dead_letters()
    {
        _test.Functions.Behaviour = (_, _) => Fail("TIMEOUT", isTransient: true);
        Rule(("MaximumEventAgeInSeconds", 60));

        await Put(1);
        await Until(() => _test.Queues.Accepted.Count == 1);

        Attributes(_test.Queues.Accepted.Single())["EXHAUSTED_RETRY_CONDITION"].ShouldBe("MaximumEventAgeInSeconds");
    }

    [Fact]
    public async Task A_target_that_is_down_for_a_minute_loses_nothing_and_gets_each_event_once_also_through_a_restart()
    {
        var up = _test.Time.GetUtcNow().AddMinutes(1);
        var refused = 0;
        _test.Functions.Behaviour = (_, _) =>
        {
            if (_test.Time.GetUtcNow() >= up)
            {
                return Task.FromResult(HandOver.Done);
            }

            Interlocked.Increment(ref refused);
            return Fail("CONNECTION_FAILURE", isTransient: true);
        };
        Rule();
        for (var second = 0; second < 60; second++)
        {
            await Put(5, from: second * 5);
            _test.Time.Advance(TimeSpan.FromSeconds(1));
            if (second == 30)
            {
                await _test.Restart();
            }
        }

        await Until(() => _test.Functions.Accepted.Count == 300);

        refused.ShouldBeGreaterThan(0);
        _test.Functions.Accepted.Select(Number).Order().ShouldBe(Enumerable.Range(0, 300).Select(n => (long)n));
        _test.Queues.Accepted.ShouldBeEmpty();
    }

    private static Task<HandOver> Fail(string code, bool isTransient) =>
        Task.FromException<HandOver>(new DeliveryException(code, "down", isTransient));

    private static ConcurrentDictionary<string, string?> Attributes(Delivery letter) => new(letter.Spec.Object("MessageAttributes")!
        .Select(one => KeyValuePair.Create(one.Key, ((JsonObject)one.Value).String("StringValue"))));

    private static long Number(Delivery delivery) => ((JsonObject)JsonValue.Parse(delivery.Payload.Span)).Object("detail")!.Long("n")!.Value;

    private void Rule(params (string Name, JsonValue? Value)[] retry) => _test.Rule(
        "r", """{"source":["app"]}""",
        TestBus.Target("f", Function).With("DeadLetterConfig", JsonObject.Of(("Arn", Letters))).With("RetryPolicy", retry.Length == 0 ? null : JsonObject.Of(retry)),
        TestBus.Target("t", Topic));

    private Task Put(int count, int from = 0) =>
        _test.Commit(_test.Bus.Prepare([.. Enumerable.Range(from, count).Select(n => _test.Event(n: n))]));

    /// <summary>Waits for a condition while time goes on.</summary>
    private Task Until(Func<bool> condition) => TestBus.Until(() =>
    {
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}
