using System.Text;
using Quell.Aws;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;

namespace Quell.Tests.Events;

[Trait("Requirement", "N10")]
public sealed class PutEventsTests
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:fix";

    /// <summary>Each request must come to the same on the raw way, or be left to the general way (second value false).</summary>
    public static TheoryData<string, bool> Requests => new()
    {
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{ \"a\" : \"\\u00e4\\\"\", \"n\": 1.0 }"}]}""", true },
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{}","Resources":["a","b\"c"],"Time":1767323045.5,"EventBusName":"default"}]}""", true },
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{"},{"DetailType":"T","Detail":"{}"},{"Source":"aws.ec2","DetailType":"T","Detail":"{}"},{"Source":"app","DetailType":"T","Detail":"{}"}]}""", true },
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{}","EventBusName":"nowhere"}]}""", true },
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{}","EventBusName":"arn:aws:events:us-east-1:123456789012:event-bus/default"}]}""", true },
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{}","TraceHeader":"Root=1"}]}""", false },
        { """{"Entries":[]}""", false },
        { """{"Entries":[{"Source":"app","DetailType":"T","Detail":"{}","Time":"2026-01-02T03:04:05Z"}]}""", false },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Answers_the_raw_way_as_the_general_way(string request, bool isOrdinary)
    {
        await using var raw = new TestBus();
        await using var general = new TestBus();

        var answer = await raw.PutEvents.HandleRaw(raw.Scope, Encoding.UTF8.GetBytes(request));

        (answer is not null).ShouldBe(isOrdinary);
        if (answer is not null)
        {
            var input = JsonValue.Parse(request.Replace("1767323045.5", "\"2026-01-02T03:04:05.5Z\"")).ShouldBeOfType<JsonObject>();
            var expected = await general.PutEvents.Handle(general.CallOf("PutEvents", input), CancellationToken.None);
            JsonValue.Parse(answer.Value.Span).ShouldBe(expected.Output);
            Bodies(raw).ShouldBe(Bodies(general));
        }
    }

    [Fact]
    public async Task Answers_for_each_entry_in_AWS_own_words()
    {
        await using var test = new TestBus();

        var output = await test.Call("PutEvents", ("Entries", new JsonArray([
            Entry("app"), Entry("aws.ec2"), Entry(""), Entry("app").With("Detail", "[]"), Entry("app").With("EventBusName", "nowhere")])));

        output.Long("FailedEntryCount").ShouldBe(4);
        output.Array("Entries").Objects.Select(entry => entry.String("ErrorCode"))
            .ShouldBe([null, "NotAuthorizedForSourceException", "InvalidArgument", "MalformedDetail", "InvalidArgument"]);
        output.Array("Entries").Objects.First().String("EventId").ShouldNotBeNull().Length.ShouldBe(36);
    }

    [Fact]
    public async Task Refuses_a_request_over_1_MB_as_a_whole()
    {
        await using var test = new TestBus();
        var large = Entry("app").With("Detail", "{\"a\":\"" + new string('x', 600_000) + "\"}");

        var refusal = await test.Refused("PutEvents", ("Entries", new JsonArray([large, large])));

        (refusal.Code, refusal.Message).ShouldBe(("ValidationException", "Total size of the entries in the request is over the limit."));
        Bodies(test).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuses_a_request_that_no_rule_can_be_held_to_and_stores_nothing_of_it()
    {
        await using var test = new TestBus();
        await test.Call("PutRule", ("Name", "all"), ("EventPattern", """{"detail":{"a":{"p":["1"],"q":["1"],"r":["1"],"s":["2"]}}}"""));
        var array = $"\"a\":[{string.Join(',', Enumerable.Repeat("{\"p\":\"1\",\"q\":\"1\",\"r\":\"1\",\"s\":\"1\"}", 3_000))}]";
        var repeated = Entry("app").With("Detail", $"{{{array},{array},\"a\":[{{\"s\":\"2\"}}]}}");

        var refusal = await test.Refused("PutEvents", ("Entries", new JsonArray([Entry("other"), repeated])));

        refusal.Code.ShouldBe("ValidationException");
        Bodies(test).ShouldBeEmpty();
    }

    [Fact]
    public async Task Puts_the_entries_of_one_request_on_several_buses_in_one_commit()
    {
        await using var test = new TestBus();
        await test.Call("CreateEventBus", ("Name", "orders"));
        await test.Call("PutRule", ("Name", "all"), ("EventBusName", "orders"), ("EventPattern", """{"source": [{"prefix": ""}]}"""));
        await test.Call("PutTargets", ("Rule", "all"), ("EventBusName", "orders"), ("Targets", new JsonArray([TestBus.Target("1", Function)])));

        await test.Call("PutEvents", ("Entries", new JsonArray([Entry("a"), Entry("b").With("EventBusName", "orders"), Entry("c")])));

        await TestBus.Until(() => test.Rows() is [{ State: DeliveryState.Delivered }]);
        TestBus.Text(test.Functions.Accepted.Single().Payload).ShouldContain("\"source\":\"b\"");
        Bodies(test).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Sends_an_event_to_another_bus_once_and_no_further()
    {
        await using var test = new TestBus();
        await test.Call("CreateEventBus", ("Name", "second"));
        await Forward(test, "default", "second");
        await Forward(test, "second", "default");
        await test.Call("PutEvents", ("Entries", new JsonArray([Entry("app")])));

        await TestBus.Until(() => test.Rows() is [{ State: DeliveryState.Delivered }, { State: DeliveryState.Dropped }]);

        var ids = test.Journal.Read(connection => new EventReader(connection).After(0, 10)).Select(stored => (stored.Bus, stored.Id)).ToList();
        ids.Select(stored => stored.Bus).ShouldBe(["default", "second"]);
        ids[0].Id.ShouldBe(ids[1].Id);
        test.Rows()[1].Code.ShouldBe("THIRD_ACCOUNT_HOP_DETECTED");
        test.Rows()[1].Message.ShouldBe($"Event ingestion rejected for event {ids[0].Id} because an event can be sent to an event bus target only once. This event was previously delivered to an event bus target.");
    }

    private static async Task Forward(TestBus test, string from, string to)
    {
        await test.Call("PutRule", ("Name", "forward"), ("EventBusName", from), ("EventPattern", """{"source": ["app"]}"""));
        await test.Call("PutTargets", ("Rule", "forward"), ("EventBusName", from), ("Targets", new JsonArray([TestBus.Target("1", BusTypes.BusArn(test.Scope, to))])));
    }

    private static JsonObject Entry(string source) =>
        JsonObject.Of(("Source", source), ("DetailType", "T"), ("Detail", "{}"));

    private static List<string> Bodies(TestBus test) =>
        test.Journal.Read(connection => new EventReader(connection).After(0, 100)).ConvertAll(stored => TestBus.Text(stored.Body));
}
