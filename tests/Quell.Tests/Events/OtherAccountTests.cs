using System.Text;
using Quell.Accounts;
using Quell.Aws;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Events.Operations;
using Quell.Server;

namespace Quell.Tests.Events;

/// <summary>Buses of other accounts and regions (user guide, "Permissions for event buses", "Sending events between accounts").</summary>
public sealed class OtherAccountTests
{
    private const string Other = "111122223333";
    private const string Third = "444455556666";
    private const string Default = "arn:aws:events:us-east-1:123456789012:event-bus/default";
    private const string Central = "arn:aws:events:us-east-1:123456789012:event-bus/central";

    [Fact]
    [Trait("Requirement", "D5")]
    public async Task Lets_an_account_put_events_whom_the_policy_names_and_keeps_the_events_account()
    {
        await using var test = new TestBus();
        await test.Call("PutPermission", ("Action", "events:PutEvents"), ("Principal", Other), ("StatementId", "s1"));

        var allowed = await test.CallAs(Other, "PutEvents", ("Entries", Entry("app", "T", Default)));
        var denied = await test.CallAs(Third, "PutEvents", ("Entries", Entry("app", "T", Default)));

        allowed.Long("FailedEntryCount").ShouldBe(0);
        denied.ShouldBe(JsonObject.Of(("FailedEntryCount", 1), ("Entries", new JsonArray([JsonObject.Of(
            ("ErrorCode", "AccessDeniedException"),
            ("ErrorMessage", $"User: arn:aws:iam::{Third}:root is not authorized to perform: events:PutEvents on resource: {Default} because no resource-based policy allows the events:PutEvents action"))]))));
        var stored = Stored(test).Single();
        (stored.Account, stored.Bus).ShouldBe((TestBus.Account, "default"));
        TestBus.Text(stored.Body).ShouldContain($"\"account\":\"{Other}\"");
    }

    [Theory]
    [InlineData("com.exampleCorp.webStore", "newOrderCreated", 0)]
    [InlineData("com.exampleCorp.webStore", "orderDeleted", 1)]
    [InlineData("app", "newOrderCreated", 1)]
    public async Task Holds_the_events_of_an_account_against_the_conditions_of_the_policy(string source, string detailType, int failed)
    {
        await using var test = new TestBus();
        await test.Call("CreateEventBus", ("Name", "central"));
        await test.Call("PutPermission", ("EventBusName", "central"), ("Policy", Policy(
            """{"Sid":"WebStore","Effect":"Allow","Action":["events:PutEvents"],"Principal":{"AWS":"111122223333"},"Resource":"arn:aws:events:us-east-1:123456789012:event-bus/central","Condition":{"StringEquals":{"events:detail-type":"newOrderCreated","events:source":"com.exampleCorp.webStore"}}}""")));

        (await test.CallAs(Other, "PutEvents", ("Entries", Entry(source, detailType, Central)))).Long("FailedEntryCount").ShouldBe(failed);
    }

    [Fact]
    public async Task Lets_nobody_in_by_an_organization_for_there_is_none()
    {
        await using var test = new TestBus();
        await test.Call("PutPermission", ("Action", "events:PutEvents"), ("Principal", "*"), ("StatementId", "org"),
            ("Condition", JsonObject.Of(("Type", "StringEquals"), ("Key", "aws:PrincipalOrgID"), ("Value", "o-1234567890"))));

        (await test.CallAs(Other, "PutEvents", ("Entries", Entry("app", "T", Default)))).Long("FailedEntryCount").ShouldBe(1);
        (await test.Refused("PutPermission", ("Action", "events:PutEvents"), ("Principal", "*"), ("StatementId", "other"),
            ("Condition", JsonObject.Of(("Type", "StringLike"), ("Key", "aws:PrincipalOrgID"), ("Value", "o-*"))))).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public async Task Sends_the_short_way_of_PutEvents_to_other_accounts_the_long_way()
    {
        await using var test = new TestBus();

        (await test.PutEvents.HandleRaw(test.Scope, Encoding.UTF8.GetBytes(JsonObject.Of(("Entries", Entry("app", "T", Default))).ToString()))).ShouldNotBeNull();
        (await test.PutEvents.HandleRaw(new Scope(Other, "us-east-1"), Encoding.UTF8.GetBytes(JsonObject.Of(("Entries", Entry("app", "T", Default))).ToString()))).ShouldBeNull();
    }

    public static TheoryData<string, string?> Policies => new()
    {
        { """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"events:PutEvents","Resource":"*"}""", null },
        { """{"Effect":"Allow","Principal":"*","Action":"events:PutEvents","Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":["arn:aws:events:us-east-1:123456789012:rule/forward"]}}}""", null },
        { """{"Effect":"Allow","Principal":"*","Action":"events:PutEvents","Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:us-west-2:*:*"}}}""", "NO_PERMISSIONS" },
        { """{"Effect":"Allow","Principal":"*","Action":"events:PutEvents","Resource":"*","Condition":{"StringEquals":{"events:source":"app"},"Bool":{"events:eventBusInvocation":"true"}}}""", null },
        { """{"Effect":"Allow","Principal":"*","Action":"events:PutEvents","Resource":"*","Condition":{"StringEquals":{"events:source":"other"}}}""", "NO_PERMISSIONS" },
        { """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/sender"},"Action":"events:PutEvents","Resource":"*"}""", null },
        { """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/another"},"Action":"events:PutEvents","Resource":"*"}""", "NO_PERMISSIONS" },
        { """{"Effect":"Allow","Principal":"*","Action":"events:PutEvents","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""", "NO_PERMISSIONS" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Delivers_to_the_bus_of_another_account_and_region_what_its_policy_allows(string statement, string? code)
    {
        var target = $"arn:aws:events:eu-west-1:{Other}:event-bus/default";
        ResourceStore? store = null;
        await using var test = new TestBus { Permissions = new(delivery => ServicePolicies.Of(store!).Denial(delivery), isStrict: true) };
        await test.Restart();
        store = test.Store;
        await test.CallAs(Other, "PutPermission", ("Policy", Policy(statement)));
        Move(test, Other);
        test.Rule("forward", """{"source":["app"]}""", TestBus.Target("1", target).With("RoleArn", "arn:aws:iam::123456789012:role/sender").With("DeadLetterConfig", JsonObject.Of(("Arn", "arn:aws:sqs:us-east-1:123456789012:dead"))));

        await test.Call("PutEvents", ("Entries", Entry("app", "T", "default")));
        await TestBus.Until(() => test.Rows() is [{ State: not DeliveryState.Pending }]);

        test.Rows().Single().Code.ShouldBe(code);
        if (code is null)
        {
            var events = Stored(test);
            events.Select(stored => (stored.Account, stored.Region)).ShouldBe([(TestBus.Account, "us-east-1"), (Other, "eu-west-1")]);
            events[1].Body.ToArray().ShouldBe(events[0].Body.ToArray());
        }
        else
        {
            var letter = test.Queues.Accepted.Single();
            letter.Spec.Object("MessageAttributes")?.Object("ERROR_CODE")?.String("StringValue").ShouldBe(code);
        }
    }

    [Fact]
    public async Task Lets_an_account_work_on_the_rules_that_it_made_on_a_bus_whose_policy_says_so()
    {
        await using var test = new TestBus();
        await test.Call("CreateEventBus", ("Name", "central"));
        await test.Call("PutRule", ("Name", "ours"), ("EventBusName", "central"), ("EventPattern", """{"source":["app"]}"""));
        (await Refused(test, "PutRule", ("Name", "theirs"), ("EventBusName", Central), ("EventPattern", """{"source":["app"]}"""))).ShouldBe("AccessDeniedException");
        await test.Call("PutPermission", ("EventBusName", "central"), ("Policy", Policy(
            """
            {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["events:PutRule","events:DeleteRule","events:DescribeRule","events:DisableRule","events:EnableRule","events:PutTargets","events:RemoveTargets"],"Resource":"arn:aws:events:us-east-1:123456789012:rule/central/*","Condition":{"StringEqualsIfExists":{"events:creatorAccount":"${aws:PrincipalAccount}"}}}
            """)));

        var made = await test.CallAs(Other, "PutRule", ("Name", "theirs"), ("EventBusName", Central), ("EventPattern", """{"source":["app"]}"""));
        await test.CallAs(Other, "PutTargets", ("Rule", "theirs"), ("EventBusName", Central), ("Targets", new JsonArray([TestBus.Target("1", $"arn:aws:sqs:us-east-1:{Other}:q")])));

        made.String("RuleArn").ShouldBe("arn:aws:events:us-east-1:123456789012:rule/central/theirs");
        (await test.CallAs(Other, "DescribeRule", ("Name", "theirs"), ("EventBusName", Central))).String("CreatedBy").ShouldBe(Other);
        (await Refused(test, "DisableRule", ("Name", "ours"), ("EventBusName", Central))).ShouldBe("AccessDeniedException");
        (await Refused(test, "ListTargetsByRule", ("Rule", "theirs"), ("EventBusName", Central))).ShouldBe("AccessDeniedException");
        (await test.Call("ListTargetsByRule", ("Rule", "theirs"), ("EventBusName", "central"))).Array("Targets").Count.ShouldBe(1);
        await test.Call("PutEvents", ("Entries", Entry("app", "T", "central")));
        await TestBus.Until(() => test.Queues.Accepted.Count == 1);
    }

    [Theory]
    [InlineData("123456789012", true)]
    [InlineData(Other, false)]
    public void Refuses_buses_of_other_accounts_in_front_of_AWS(string account, bool isTaken)
    {
        var kinds = new TargetKinds { OnlyAccount = () => TestBus.Account };
        var target = TestBus.Target("1", $"arn:aws:events:us-east-1:{account}:event-bus/default");

        if (isTaken)
        {
            TargetCheck.Check(target, kinds);
        }
        else
        {
            Should.Throw<AwsException>(() => TargetCheck.Check(target, kinds)).Message.ShouldStartWith(
                "Quell does not deliver to event buses outside of its account 123456789012 (target 1, ");
        }
    }

    private static async Task<string> Refused(TestBus test, string operation, params (string Name, JsonValue? Value)[] input) =>
        (await Should.ThrowAsync<AwsException>(() => test.CallAs(Other, operation, input))).Code;

    private static JsonArray Entry(string source, string detailType, string bus) =>
        new([JsonObject.Of(("Source", source), ("DetailType", detailType), ("Detail", "{}"), ("EventBusName", bus))]);

    private static string Policy(string statement) => $$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""";

    private static List<StoredEvent> Stored(TestBus test) => test.Journal.Read(connection => new EventReader(connection).After(0, 100));

    // The policy of the default bus in us-east-1 serves for the one in eu-west-1.
    private static void Move(TestBus test, string account) => test.Store.Run(state =>
    {
        var edit = new Quell.Engine.Resources.ResourceEdit(state);
        edit.Put(new(account, "eu-west-1"), BusTypes.Bus, "default", edit.Get(new(account, "us-east-1"), BusTypes.Bus, "default")!);
        return new ResourceStep<int>(edit, 0);
    });
}
