using System.Text;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Events;

/// <summary>The examples are those of the EventBridge user guide, "Input transformation", and their neighbours.</summary>
public sealed class TargetInputTests
{
    private const string Event =
        """{"version":"0","id":"7bf73129","time":"2015-11-11T21:29:54Z","resources":["arn:a","arn:b"],"detail":{"instance-id":"i-0123","state":"RUNNING","note":"say \"hi\"","count":3,"ok":true,"none":null,"tags":{"a":"b"},"list":["x",1]}}""";

    private static readonly InputContext Context =
        new("arn:aws:events:us-east-1:111122223333:rule/r", "r", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Theory]
    [InlineData("\"instance <instance> is in <state>\"", "\"instance i-0123 is in RUNNING\"")]
    [InlineData("{\"instance\" : <instance>, \"state\": <state>}", "{\"instance\" : \"i-0123\", \"state\": \"RUNNING\"}")]
    [InlineData("{\"status\": \"instance \\\"<instance>\\\" is in <state>\"}", "{\"status\": \"instance \\\"i-0123\\\" is in RUNNING\"}")]
    [InlineData("{\"v\": [9, <count>, <ok>, <none>]}", "{\"v\": [9, 3, true, null]}")]
    [InlineData("{\"t\": <tags>, \"l\": <list>}", "{\"t\": {\"a\":\"b\"}, \"l\": [\"x\",1]}")]
    [InlineData("{\"t\": \"tags <tags>\", \"l\": \"<list>\"}", "{\"t\": \"tags {a:b}\", \"l\": \"[x,1]\"}")]
    [InlineData("{\"n\": <note>, \"q\": \"<note>\"}", "{\"n\": \"say \\\"hi\\\"\", \"q\": \"say \\\"hi\\\"\"}")]
    [InlineData("{\"m\": <missing>, \"q\": \"<missing>\"}", "{\"m\": \"\", \"q\": \"\"}")]
    [InlineData("<instance> is in state <state>", "i-0123 is in state RUNNING")]
    [InlineData("\"<instance>\"\n\"<state>\"", "\"i-0123\"\n\"RUNNING\"")]
    [InlineData("{\"r\": <aws.events.rule-name>, \"at\": <aws.events.event.ingestion-time>}", "{\"r\": \"r\", \"at\": \"2026-01-02T03:04:05Z\"}")]
    [InlineData("{\"all\": <aws.events.event.json>}", "{\"all\": " + Event + "}")]
    public void Fills_a_template(string template, string filled) => Render(Transformer(template)).ShouldBe(filled);

    [Fact]
    public void Leaves_the_detail_out_of_the_short_event() => Render(Transformer("{\"e\": <aws.events.event>}"))
        .ShouldBe("""{"e": {"version":"0","id":"7bf73129","time":"2015-11-11T21:29:54Z","resources":["arn:a","arn:b"]}}""");

    [Theory]
    [InlineData("$", Event)]
    [InlineData("$.detail.count", "3")]
    [InlineData("$.resources[1]", "\"arn:b\"")]
    [InlineData("$.resources[*]", "[\"arn:a\",\"arn:b\"]")]
    [InlineData("$['detail']['instance-id']", "\"i-0123\"")]
    [InlineData("$.detail.absent", "null")]
    public void Takes_the_part_that_a_path_leads_to(string path, string part) =>
        Render(JsonObject.Of(("Id", "t"), ("InputPath", path))).ShouldBe(part);

    [Fact]
    public void Passes_a_constant_or_the_whole_event_as_it_is()
    {
        Render(JsonObject.Of(("Id", "t"), ("Input", "{ \"a\": 1 }"))).ShouldBe("{ \"a\": 1 }");
        Render(JsonObject.Of(("Id", "t"))).ShouldBe(Event);
    }

    [Fact]
    public void Refuses_what_is_not_valid_and_says_why()
    {
        ErrorOf(JsonObject.Of(("Id", "t"), ("Input", "oops"))).ShouldBe("Input for target t is not a valid JSON text.");
        ErrorOf(JsonObject.Of(("Id", "t"), ("Input", "1"), ("InputPath", "$")))
            .ShouldBe("Only one of Input, InputPath, or InputTransformer must be provided for target t.");
        ErrorOf(JsonObject.Of(("Id", "t"), ("InputPath", "detail"))).ShouldBe("Invalid InputPath for target t.");
        ErrorOf(Transformer("{\"a\": <unknown>}")).ShouldBe("InputTemplate for target t contains invalid placeholder unknown.");
        ErrorOf(Transformer("{\"a\": <state> x}"))
            .ShouldBe("Invalid InputTemplate for target t : [Source: (String)\"{\"a\": <state> x}\"; line: 1, column: 16].");
    }

    private static JsonObject Transformer(string template) => JsonObject.Of(
        ("Id", "t"),
        ("InputTransformer", JsonObject.Of(
            ("InputTemplate", template),
            ("InputPathsMap", JsonObject.Of(
                ("instance", "$.detail.instance-id"),
                ("state", "$.detail.state"),
                ("note", "$.detail.note"),
                ("count", "$.detail.count"),
                ("ok", "$.detail.ok"),
                ("none", "$.detail.none"),
                ("tags", "$.detail.tags"),
                ("list", "$.detail.list"),
                ("missing", "$.detail.missing"))))));

    private static string Render(JsonObject target)
    {
        TargetInput.TryRead(target, out var input, out var error).ShouldBeTrue(error);
        return Encoding.UTF8.GetString(input!.Render(Encoding.UTF8.GetBytes(Event), Context).Span);
    }

    private static string ErrorOf(JsonObject target)
    {
        TargetInput.TryRead(target, out _, out var error).ShouldBeFalse();
        return error!;
    }
}
