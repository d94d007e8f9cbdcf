using Quell.Deliveries;
using Quell.Tests.Events;

namespace Quell.Tests.Deliveries;

public sealed class DeliveryPoliciesTests
{
    private const string Rule = "arn:aws:events:us-east-1:123456789012:rule/r";
    private const string Topic = "arn:aws:sns:us-east-1:123456789012:team";
    private const string Allowing =
        """{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:us-east-1:123456789012:rule/r"}}}]}""";

    [Theory]
    [InlineData(null, "AWS would deny this: no TopicPolicy")]
    [InlineData("""{"Statement":[]}""", "AWS would deny this: the TopicPolicy does not allow sns:Publish from arn:aws:events:us-east-1:123456789012:rule/r")]
    [InlineData(Allowing, null)]
    public async Task Says_why_AWS_would_deny_a_delivery(string? policy, string? denial)
    {
        await using var test = new TestBus();

        new DeliveryPolicies(test.Store).Add("sns", "sns:Publish", "TopicPolicy", (_, _) => policy).Denial(Rule, Topic).ShouldBe(denial);
    }

    [Fact]
    public async Task Denies_nothing_before_the_event_that_depends_on_it()
    {
        await using var test = new TestBus();
        const string Policy = """{"Statement":{"Effect":"Allow","Principal":"*","Action":"events:PutEvents","Resource":"*","Condition":{"StringEquals":{"events:source":"app"}}}}""";
        var policies = new DeliveryPolicies(test.Store).Add("events", "events:PutEvents", "EventBusPolicy", (_, _) => Policy);

        policies.Denial(Rule, "arn:aws:events:us-east-1:111122223333:event-bus/default").ShouldBeNull();
    }

    [Fact]
    public async Task Takes_a_subscription_for_its_topic_and_leaves_what_has_no_policy_alone()
    {
        await using var test = new TestBus();
        var policies = new DeliveryPolicies(test.Store).Add("sqs", "sqs:SendMessage", "QueuePolicy", (_, _) =>
            """{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:123456789012:team"}}}}""");

        policies.Denial($"{Topic}:5f6a-1", "arn:aws:sqs:us-east-1:123456789012:q").ShouldBeNull();
        policies.Denial(Rule, "arn:aws:sqs:us-east-1:123456789012:q").ShouldNotBeNull();
        policies.Denial($"{Topic}:5f6a-1", "email:ops@example.com").ShouldBeNull();
    }
}
