using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Sources;

namespace Quell.Engine.Tests.Sources;

/// <summary>CloudEvents 1.0.2 and its HTTP Protocol Binding.</summary>
public class CloudEventsFormatTests
{
    private const string Minimal = """{"specversion":"1.0","type":"com.example.someevent","source":"/mycontext","id":"A234-1234-1234"}""";

    [Fact]
    public void A_structured_event_keeps_all_that_it_has()
    {
        var one = Read("application/cloudevents+json; charset=UTF-8", """
            {"specversion":"1.0","type":"com.example.someevent","source":"/mycontext","subject":"larger-context","id":"A234-1234-1234",
             "time":"2018-04-05T17:31:00.5+02:00","comexampleextension1":"value","comexampleothervalue":5,"datacontenttype":"application/json",
             "dataschema":null,"data":{"appinfoA":"abc","appinfoB":123}}
            """).Single();

        (one.Source, one.DetailType).ShouldBe(("/mycontext", "com.example.someevent"));
        one.Resources.ToString().ShouldBe("""["larger-context"]""");
        one.Time.ShouldBe(new DateTimeOffset(2018, 4, 5, 15, 31, 0, 500, TimeSpan.Zero));
        one.Detail.ToString().ShouldBe(
            """{"specversion":"1.0","type":"com.example.someevent","source":"/mycontext","subject":"larger-context","id":"A234-1234-1234","time":"2018-04-05T17:31:00.5+02:00","comexampleextension1":"value","comexampleothervalue":5,"datacontenttype":"application/json","data":{"appinfoA":"abc","appinfoB":123}}""");
    }

    [Fact]
    public void All_modes_give_the_same_event()
    {
        var structured = Read("application/cloudevents+json", Minimal[..^1] + ""","datacontenttype":"application/json","data":{"n":1}}""").Single();
        var batched = Read("application/cloudevents-batch+json", $"[{Minimal[..^1]},\"datacontenttype\":\"application/json\",\"data\":{{\"n\":1}}}}]").Single();
        var binary = Read("application/json", """{"n":1}""", ("ce-specversion", "1.0"), ("ce-type", "com.example.someevent"), ("ce-source", "/mycontext"), ("ce-id", "A234-1234-1234")).Single();

        batched.Detail.Equals(structured.Detail).ShouldBeTrue();
        binary.Detail.Equals(structured.Detail).ShouldBeTrue();
        new[] { batched.Id, binary.Id }.ShouldAllBe(id => id == structured.Id);
    }

    [Fact]
    public void An_event_is_known_by_source_and_id_together()
    {
        Read("application/cloudevents+json", Minimal).Single().Id.ShouldNotBe(Read("application/cloudevents+json", Minimal.Replace("/mycontext", "/other")).Single().Id);
        ForeignId.Of("a", "bc").ShouldNotBe(ForeignId.Of("ab", "c"));
        Guid.Parse(ForeignId.Of("a", "b")).Version.ShouldBe(8);
    }

    /// <summary>HTTP Protocol Binding, section 3.1.3.2: percent-encoded, perhaps quoted.</summary>
    [Theory]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀")]
    [InlineData("\"a \\\"b\\\" %25\"", "a \"b\" %")]
    [InlineData("100%", "100%")]
    [InlineData("%C0%A0", "%C0%A0")]
    public void Values_of_headers_are_decoded(string header, string value) => Binary("application/json", "{}", ("ce-subject", header))
        .Detail.String("subject").ShouldBe(value);

    [Theory]
    [InlineData("application/json", "{\"a\":1}", "data", "{\"a\":1}")]
    [InlineData("application/vnd.acme+json", "[1]", "data", "[1]")]
    [InlineData("application/json", "null", "data", "null")]
    [InlineData("text/plain; charset=utf-8", "hello", "data", "\"hello\"")]
    [InlineData("application/xml", "<a/>", "data", "\"<a/>\"")]
    [InlineData("application/octet-stream", "hello", "data_base64", "\"aGVsbG8=\"")]
    [InlineData("", "hello", "data_base64", "\"aGVsbG8=\"")]
    public void Data_of_any_content_type_comes_through(string type, string body, string member, string value) =>
        Binary(type, body).Detail[member]!.ToString().ShouldBe(value);

    [Fact]
    public void Without_a_body_there_is_no_data()
    {
        var detail = Binary("", "").Detail;
        detail.Has("data").ShouldBeFalse();
        detail.Has("data_base64").ShouldBeFalse();
        detail.Has("datacontenttype").ShouldBeFalse();
    }

    [Fact]
    public void Text_that_is_no_UTF8_comes_through_as_base64()
    {
        var request = new SourceRequest("s", Headers("text/plain", Required), new byte[] { 0xFF, 0xFE });
        new CloudEventsFormat().Read(request).Events.Single().Detail.String("data_base64").ShouldBe("//4=");
    }

    [Theory]
    [InlineData("application/cloudevents+json", """{"specversion":"0.3"}""", "$.specversion: \"1.0\" is wanted; $.id: a text is wanted; $.source: a text is wanted; $.type: a text is wanted")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","type":"t","source":"s","id":""}""", "$.id: a text is wanted")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","type":"t","source":"s","id":"1","time":"noon"}""", "$.time")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","type":"t","source":"s","id":"1","subject":7}""", "$.subject")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","type":"t","source":"s","id":"1","data":1,"data_base64":"AA=="}""", "$.data_base64")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","type":"t","source":"s","id":"1","data_base64":"%%"}""", "$.data_base64")]
    [InlineData("application/cloudevents+json", "[]", "an object")]
    [InlineData("application/cloudevents+json", "{", "not JSON")]
    [InlineData("application/cloudevents-batch+json", "{}", "array")]
    [InlineData("application/cloudevents-batch+json", """[{"specversion":"1.0","type":"t","source":"s","id":"1"},{}]""", "$[1].id")]
    public void What_is_wrong_is_said_with_its_place(string type, string body, string what)
    {
        var refusal = Should.Throw<SourceException>(() => Read(type, body));
        refusal.Status.ShouldBe(400);
        refusal.Message.ShouldContain(what);
    }

    [Theory]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/cloudevents-batch+proto")]
    [InlineData("application/json")]
    [InlineData("")]
    public void What_is_no_CloudEvent_is_a_wrong_media_type(string type) =>
        Should.Throw<SourceException>(() => Read(type, Minimal)).Status.ShouldBe(415);

    [Fact]
    public void An_empty_batch_is_no_event() => Read("application/cloudevents-batch+json", "[]").ShouldBeEmpty();

    private static readonly (string, string)[] Required =
        [("ce-specversion", "1.0"), ("ce-type", "t"), ("ce-source", "/s"), ("ce-id", "1")];

    private static ReceivedEvent Binary(string type, string body, params (string, string)[] headers) => Read(type, body, [.. Required, .. headers]).Single();

    private static IReadOnlyList<ReceivedEvent> Read(string type, string body, params (string Name, string Value)[] headers) =>
        new CloudEventsFormat().Read(new("s", Headers(type, headers), Encoding.UTF8.GetBytes(body))).Events;

    private static ImmutableSortedDictionary<string, string> Headers(string type, (string Name, string Value)[] headers) => headers
        .Concat(type.Length > 0 ? [("content-type", type)] : [])
        .ToImmutableSortedDictionary(header => header.Item1, header => header.Item2, StringComparer.Ordinal);
}
