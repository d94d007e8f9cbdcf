using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Sources;
using Quell.Engine.Sources.Mappings;

namespace Quell.Engine.Tests.Sources;

public class MappingReaderTests
{
    [Fact]
    public void Values_are_paths_templates_choices_lookups_and_literals()
    {
        var detail = Detail("""
            text: as it stands
            number: 1.50
            path: $.item.a.b
            key: $.item['a key']
            index: $.item.list[1]
            missing: $.item.nothing
            none: $.item.none
            template: "{$.item.a.b} of {$.item.list[0]} and {$.item.nothing}."
            first: {$first: [$.item.nothing, $.item.empty, $.item.a.b]}
            map: {$map: $.item.level, values: {ERROR: HIGH, warn: LOW}, else: $.item.level}
            other: {$map: $.item.a.b, values: {x: y}, else: $.item.level}
            nowhere: {$map: $.item.a.b, values: {x: y}}
            literal: {$literal: {$first: "$.no.path"}}
            list: [$.item.list, $.item.nothing, last]
            tree: {inner: {deep: $.item.a.b}}
            """, """{"a":{"b":"B"},"a key":true,"list":[1,"two"],"none":null,"empty":"","level":"error"}""");

        detail.ToString().ShouldBe(
            """{"text":"as it stands","number":1.50,"path":"B","key":true,"index":"two","template":"B of 1 and .","first":"B","map":"HIGH","other":"error","literal":{"$first":"$.no.path"},"list":[1,"two","last"],"tree":{"inner":{"deep":"B"}}}""");
    }

    [Theory]
    [InlineData("1772337906", "2026-03-01T04:05:06Z")]
    [InlineData("1772337906.5", "2026-03-01T04:05:06.5Z")]
    [InlineData("1772337906000", "2026-03-01T04:05:06Z")]
    [InlineData("\"1772337906000\"", "2026-03-01T04:05:06Z")]
    [InlineData("\"2026-03-01T05:05:06+01:00\"", "2026-03-01T04:05:06Z")]
    [InlineData("\"2026-03-01 04:05:06\"", "2026-03-01T04:05:06Z")]
    [InlineData("\"0001-01-01T00:00:00Z\"", null)]
    [InlineData("\"at noon\"", null)]
    [InlineData("-5", null)]
    [InlineData("1e300", null)]
    [InlineData("{}", null)]
    public void Times_are_read_as_senders_write_them(string json, string? time) =>
        MappedTime.Of(JsonValue.Parse(json)).ShouldBe(time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void What_is_wrong_with_a_mapping_is_said_all_at_once_with_its_place()
    {
        var (mapping, faults) = MappingReader.Read("""
            kind: mine
            colour: blue
            each: body.alerts
            lines: ['(?=a)b']
            check: {type: hmac, algorithm: md5}
            event:
              source: {$last: [1]}
              detail-type: "{$.item.a"
              when: now
            """);

        mapping.ShouldBeNull();
        string.Join('\n', faults).ShouldBe("""
            line 2, column 9: 'colour' is not known here; there is kind, check, expect, each, lines, event
            line 9, column 9: 'when' is not known here; there is source, detail-type, time, resources, id, detail
            line 5, column 8: 'header' wants a text
            line 5, column 8: 'algorithm' is one of sha1, sha256, sha384, sha512
            line 3, column 7: 'body.alerts' is no path such as $.body.alerts or $.item['a key']
            line 4, column 9: a regular expression here has no look-around, back-references or atomic groups: it must take linear time
            line 7, column 11: there is {$first: [values]}, {$map: value, values: {text: value}, else: value} and {$literal: anything}
            line 8, column 16: a '{$.' has no '}' behind it
            line 7, column 3: 'detail' is missing
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("kind: [")]
    [InlineData("just text")]
    [InlineData("kind: x")]
    [InlineData("event: {}")]
    public void No_text_makes_it_throw(string text)
    {
        var (mapping, faults) = MappingReader.Read(text);
        mapping.ShouldBeNull();
        faults.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_request_of_another_kind_is_refused_with_what_is_missing()
    {
        var refusal = Should.Throw<SourceException>(() => BuiltInMappings.Find("alertmanager")!.Read(Request("""{"version":"3","alerts":[]}""")));
        refusal.Message.ShouldBe("Not what alertmanager sends: $.body.version is not 4.");
        Should.Throw<SourceException>(() => BuiltInMappings.Find("alertmanager")!.Read(Request("""{"version":"4","alerts":7}"""))).Message
            .ShouldBe("Not what alertmanager sends: $.body.alerts: an array or an object is wanted.");
        Should.Throw<SourceException>(() => BuiltInMappings.Find("github")!.Read(Request("{}"))).Message.ShouldBe("Not what github sends: $.headers.x-github-event is missing.");
    }

    [Fact]
    public void A_request_becomes_so_many_events_and_no_more()
    {
        var generic = BuiltInMappings.Find("generic")!;
        generic.Read(Request($"[{string.Join(',', Enumerable.Repeat("1", Mapping.MaxEvents))}]")).Events.Count.ShouldBe(Mapping.MaxEvents);
        Should.Throw<SourceException>(() => generic.Read(Request($"[{string.Join(',', Enumerable.Repeat("1", Mapping.MaxEvents + 1))}]"))).Status.ShouldBe(413);
        generic.Read(Request("[]")).Events.ShouldBeEmpty();
    }

    private static JsonObject Detail(string detail, string body)
    {
        var indented = string.Join('\n', detail.Split('\n').Select(line => "    " + line));
        var (mapping, faults) = MappingReader.Read($"kind: mine\nevent:\n  source: s\n  detail-type: t\n  detail:\n{indented}\n");
        faults.ShouldBeEmpty();
        return mapping!.Read(Request(body)).Events.Single().Detail;
    }

    private static SourceRequest Request(string body) => new("north", ImmutableSortedDictionary<string, string>.Empty, Encoding.UTF8.GetBytes(body));
}
