using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Topics;

namespace Quell.Tests.Topics;

public sealed class DeliveryPolicyTests
{
    private static readonly Topic Topic = new("alerts", new Scope("123456789012", "us-east-1"), JsonObject.Empty);

    [Fact]
    public void A_queue_is_tried_a_hundred_thousand_and_fifteen_times()
    {
        var policy = Policy("sqs");
        policy.MaximumAttempts.ShouldBe(100_014);
        Delays(policy, 1, 3).ShouldAllBe(delay => delay == 0);
        Delays(policy, 4, 5).ShouldBe([1, 1]);
        Delays(policy, 6, 15)[0].ShouldBe(1);
        Delays(policy, 6, 15)[9].ShouldBe(20);
        Delays(policy, 100_014, 100_014).ShouldBe([20]);
    }

    [Fact]
    public void Mail_is_tried_fifty_times()
    {
        var policy = Policy("email");
        policy.MaximumAttempts.ShouldBe(50);
        Delays(policy, 1, 2).ShouldBe([10, 10]);
        Delays(policy, 12, 13).ShouldBe([600, 600]);
    }

    [Fact]
    public void An_http_endpoint_is_tried_three_times_more_every_20_seconds()
    {
        var policy = Policy("http");
        policy.MaximumAttempts.ShouldBe(3);
        Delays(policy, 1, 3).ShouldBe([20, 20, 20]);
    }

    [Theory]
    [InlineData("linear", new double[] { 0, 5, 5 + (20 / 3.0), 5 + (40 / 3.0), 25, 25, 25 })]
    [InlineData("exponential", new double[] { 0, 5, 5 + (20 / 7.0), 5 + (60 / 7.0), 25, 25, 25 })]
    [InlineData("arithmetic", new double[] { 0, 5, 5 + (20 / 9.0), 5 + (80 / 9.0), 25, 25, 25 })]
    public void A_policy_of_its_own_goes_through_its_phases(string function, double[] delays)
    {
        var policy = Policy("https", $$$"""{"healthyRetryPolicy":{"numRetries":7,"numNoDelayRetries":1,"numMaxDelayRetries":2,"minDelayTarget":5,"maxDelayTarget":25,"backoffFunction":"{{{function}}}"}}""");
        Delays(policy, 1, 7).Select((delay, index) => Math.Abs(delay - delays[index])).ShouldAllBe(difference => difference < 0.001);
    }

    [Theory]
    [InlineData("""{"healthyRetryPolicy":{"numRetries":101}}""", "numRetries must be less than or equal to 100")]
    [InlineData("""{"healthyRetryPolicy":{"minDelayTarget":30}}""", "minDelayTarget must not be above maxDelayTarget")]
    [InlineData("""{"healthyRetryPolicy":{"numNoDelayRetries":4}}""", "numRetries must be at least the retries of its phases")]
    [InlineData("""{"healthyRetryPolicy":{"backoffFunction":"random"}}""", "backoffFunction must be")]
    [InlineData("""{"throttlePolicy":{"maxReceivesPerSecond":1}}""", "Quell does not support throttlePolicy")]
    [InlineData("""{"colour":1}""", "unknown member colour")]
    [InlineData("[]", "it is a JSON object")]
    public void Refuses_a_policy_that_it_cannot_keep(string policy, string message) =>
        Should.Throw<Quell.Aws.AwsException>(() => DeliveryPolicy.CheckOfSubscription(policy, "http")).Message.ShouldContain(message);

    private static RetryPolicy Policy(string protocol, string? own = null)
    {
        var subscription = new Subscription("alerts:1", Topic.Scope, JsonObject.Of(
            ("Protocol", protocol), ("Attributes", JsonObject.Of(("DeliveryPolicy", own is null ? null : (JsonValue)own)))));
        return RetryPolicy.Of(JsonObject.Of(("RetryPolicy", DeliveryPolicy.Retries(Topic, subscription))));
    }

    /// <summary>In seconds, without the jitter.</summary>
    private static List<double> Delays(RetryPolicy policy, int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(retry => RetryPhase.Delay(policy.Phases, retry).TotalSeconds)];
}
