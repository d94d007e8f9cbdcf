using System.Text;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;

namespace Quell.Engine.Tests.Rules.Explaining;

public sealed class ExplainedEventTests
{
    private const string Stopped = """
        {"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification",
         "detail": {"instance-id": "i-1", "state": "stopped", "eventName": "X", "code": "300", "none": null, "tags": [], "cpu": {"cores": 2}}}
        """;

    [Theory]
    [InlineData("""{"detail": {"state": ["running", "pending"]}}""", """detail.state is "stopped", the pattern wants ["running", "pending"]""")]
    [InlineData("""{"detail": {"state": ["stop*"]}}""", """detail.state is "stopped" ({"wildcard": "stop*"} would match), the pattern wants ["stop*"]""")]
    [InlineData("""{"detail-type": ["EC2 Instance"]}""", """detail-type is "EC2 Instance State-change Notification" ({"prefix": "EC2 Instance"} would match), the pattern wants ["EC2 Instance"]""")]
    [InlineData("""{"source": ["ec2"]}""", """source is "aws.ec2" ({"suffix": "ec2"} would match), the pattern wants ["ec2"]""")]
    [InlineData("""{"source": ["s", "x*"]}""", """source is "aws.ec2", the pattern wants ["s", "x*"]""")]
    [InlineData("""{"source": [{"prefix": "AWS."}]}""", """source is "aws.ec2" ({"prefix": {"equals-ignore-case": "AWS."}} would match), the pattern wants [{"prefix": "AWS."}]""")]
    [InlineData("""{"source": [{"numeric": [">", 1]}, {"anything-but": {"prefix": "aws"}}, {"suffix": "EC2"}]}""", """source is "aws.ec2" ({"suffix": {"equals-ignore-case": "EC2"}} would match), the pattern wants [{"numeric": [">", 1]}, {"anything-but": {"prefix": "aws"}}, {"suffix": "EC2"}]""")]
    [InlineData("""{"source": ["aws.e", "AWS.EC2"]}""", """source is "aws.ec2" ("aws.ec2" differs only in case), the pattern wants ["aws.e", "AWS.EC2"]""")]
    [InlineData("""{"detail": {"state": ["Stopped"]}}""", """detail.state is "stopped" ("stopped" differs only in case), the pattern wants ["Stopped"]""")]
    [InlineData("""{"detail": {"code": [300]}}""", """detail.code is "300" ("300" is a text, and the pattern wants 300 without quotes), the pattern wants [300]""")]
    [InlineData("""{"detail": {"code": [{"numeric": [">", 1]}]}}""", """detail.code is "300", the pattern wants [{"numeric": [">", 1]}]""")]
    [InlineData("""{"detail": {"none": [1]}}""", """detail.none is null, the pattern wants [1]""")]
    [InlineData("""{"detail": {"tags": ["a"]}}""", """detail.tags is an array without values, the pattern wants ["a"]""")]
    [InlineData("""{"detail": {"cpu": ["a"]}}""", """detail.cpu is an object, not a value, the pattern wants ["a"]""")]
    [InlineData("""{"detail": {"cpu": {"speed": [1]}}}""", """detail.cpu.speed is missing (detail.cpu has cores), the pattern wants [1]""")]
    [InlineData("""{"detail": {"state": {"name": ["a"]}}}""", """detail.state.name is missing (detail.state is a text, not an object), the pattern wants ["a"]""")]
    [InlineData("""{"detail": {"state": [{"exists": false}]}}""", """detail.state is "stopped", the pattern wants [{"exists": false}]""")]
    [InlineData("""{"detailtype": ["a"]}""", """detailtype is missing (did you mean detail-type?), the pattern wants ["a"]""")]
    [InlineData("""{"detail": {"eventname": ["a"]}}""", """detail.eventname is missing (did you mean detail.eventName?), the pattern wants ["a"]""")]
    [InlineData("""{"Detail": {"instanceid": ["a"]}}""", """Detail.instanceid is missing (did you mean detail.instance-id?), the pattern wants ["a"]""")]
    [InlineData("""{"state": ["stopped"]}""", """state is missing (did you mean detail.state?), the pattern wants ["stopped"]""")]
    public void Says_which_field_failed_what_was_there_and_what_was_wanted(string pattern, string text) =>
        ExplanationText.Of(Explain(pattern, Stopped)).ShouldBe(text);

    [Fact]
    public void Fields_stand_in_the_order_of_the_author()
    {
        var explanation = Explain("""{"source": ["aws.s3"], "detail": {"state": ["running"], "instance-id": ["i-1"]}, "account": ["1"]}""", Stopped);
        explanation.Fields.Select(field => (field.Path, field.Passed)).ShouldBe([
            ("source", false), ("detail.state", false), ("detail.instance-id", true), ("account", false)]);
        explanation.Passed.ShouldBe(1);
        explanation.FirstFailure!.Path.ShouldBe("source");
    }

    [Fact]
    public void Of_an_or_the_branch_that_comes_nearest_is_explained()
    {
        var explanation = Explain("""
            {"source": ["aws.ec2"], "$or": [{"detail": {"a": [1], "b": [2]}}, {"detail": {"state": ["running"], "instance-id": ["i-1"]}}, {"x": [1]}]}
            """, Stopped);
        (explanation.Branch, explanation.Branches).ShouldBe((2, 3));
        ExplanationText.Of(explanation).ShouldBe("""detail.state is "stopped", the pattern wants ["running"] (branch 2 of 3, the nearest)""");
    }

    [Fact]
    public void Of_an_or_that_matches_the_branch_is_named() =>
        ExplanationText.Of(Explain("""{"$or": [{"source": ["x"]}, {"source": ["aws.ec2"]}]}""", Stopped)).ShouldBe("matches (branch 2 of 2)");

    [Fact]
    public void Says_so_where_each_field_matches_but_no_element_has_all_of_them()
    {
        const string Event = """{"detail": {"items": [{"name": "a", "size": 1}, {"name": "b", "size": 2}], "x": 1}}""";
        var explanation = Explain("""{"detail": {"items": {"name": ["a"], "size": [2]}, "x": [1]}}""", Event);
        explanation.Matched.ShouldBeFalse();
        explanation.Conflict!.Paths.ShouldBe(["detail.items.name", "detail.items.size"]);
        ExplanationText.Of(explanation).ShouldBe(
            "each field matches by itself, but no single element of detail.items matches name and size together");
    }

    [Fact]
    public void The_innermost_array_that_keeps_fields_apart_is_named()
    {
        const string Event = """{"items": [{"name": "a", "tags": [{"k": 1, "v": 1}]}, {"name": "b", "tags": [{"k": 2, "v": 2}]}]}""";
        Explain("""{"items": {"name": ["b"], "tags": {"k": [1], "v": [1]}}}""", Event).Conflict!.ArrayPath.ShouldBe("items");
        Explain("""{"items": {"name": ["a"], "tags": {"k": [1], "v": [2]}}}""", Event).Conflict!.ArrayPath.ShouldBe("items.tags");
    }

    [Fact]
    public void A_match_shows_the_values_that_made_it()
    {
        var explanation = Explain("""{"items": {"name": ["b", "a"], "size": [2]}}""", """{"items": [{"name": "a", "size": 1}, {"name": "b", "size": 2}]}""");
        explanation.Matched.ShouldBeTrue();
        explanation.Fields.Select(field => field.Found.Values.Single()).ShouldBe(["\"b\"", "2"]);
    }

    [Fact]
    public void A_field_that_lies_in_another_element_counts_as_missing()
    {
        var explanation = Explain("""{"i": {"a": [1], "b": [{"exists": false}]}}""", """{"i": [{"a": 1}, {"b": 2}]}""");
        explanation.Matched.ShouldBeTrue();
        explanation.Fields[1].Note.ShouldBe("its values lie in other elements of the array");
    }

    [Fact]
    public void Many_values_and_long_ones_are_cut_short()
    {
        var @event = $$"""{"a": [{{string.Join(',', Enumerable.Range(0, 50))}}], "b": "{{new string('ü', 1000)}}"}""";
        var explanation = Explain("""{"a": ["x"], "b": ["x"]}""", @event);
        explanation.Fields[0].Found.Values.ShouldBe(["0", "1", "2", "3", "4"]);
        explanation.Fields[0].Found.Count.ShouldBe(50);
        ExplanationText.Of(explanation).ShouldContain("is 0, 1, 2, 3, 4 and 45 more");
        explanation.Fields[1].Found.Values[0].Length.ShouldBeLessThan(210);
        explanation.Fields[1].Found.Values[0].ShouldEndWith("ü…\"");
    }

    [Fact]
    public void Rules_that_miss_are_ranked_by_the_share_of_their_fields_that_match()
    {
        var rules = new Dictionary<string, string>
        {
            ["none"] = """{"source": ["aws.s3"]}""",
            ["half"] = """{"source": ["aws.ec2"], "account": ["1"]}""",
            ["all"] = """{"source": ["aws.ec2"]}""",
            ["two-thirds"] = """{"source": ["aws.ec2"], "detail": {"instance-id": ["i-1"], "state": ["running"]}}""",
            ["other-half"] = """{"source": ["aws.ec2"], "region": ["1"]}""",
        };
        var explained = ExplainedEvent.Read(Encoding.UTF8.GetBytes(Stopped)).Explain(rules.Select(rule => KeyValuePair.Create(rule.Key, Compile(rule.Value))), 3);
        explained.Matches.Select(rule => rule.Key).ShouldBe(["all"]);
        explained.NearMisses.Select(rule => rule.Key).ShouldBe(["two-thirds", "half", "other-half"]);
        explained.Misses.ShouldBe(4);
    }

    [Fact]
    public void Hostile_events_are_explained_in_bounded_time()
    {
        // Every element of the one array could go with any of the other field's: 20,000 times 20,000 pairs.
        var elements = string.Join(',', Enumerable.Range(0, 20_000).Select(number => number % 2 == 0 ? "{\"x\":1}" : "{\"y\":1}"));
        Explain("""{"a": {"x": [1], "y": [1]}}""", $$"""{"a": [{{elements}}]}""").Conflict!.ArrayPath.ShouldBe("a");

        var deep = string.Concat(Enumerable.Repeat("{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":[", 500)) + "1" + string.Concat(Enumerable.Repeat("]}", 500));
        Explain("""{"b": [1]}""", deep).Matched.ShouldBeFalse();

        // A thousand ways through an $or, ten thousand values, fifty thousand leaves.
        var ways = string.Join(',', Enumerable.Range(0, 10).Select(number => $"{{\"n\":[{number}]}}"));
        var values = string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"v{number}\""));
        var leaves = string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"\"w{number}\""));
        var many = $$"""{"$or":[{{ways}}],"p":{"$or":[{{ways}}]},"q":{"$or":[{{ways}}]},"l":[{{values}}]}""";
        var explanation = ExplainedEvent.Read(Encoding.UTF8.GetBytes($$"""{"n":3,"p":{"n":4},"q":{"n":5},"l":[{{leaves}}]}""")).Explain(Compile(many));
        (explanation.Branch, explanation.Branches).ShouldBe((544, 1000));

        var keys = string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"\"k{number}\":{number}"));
        Explain("""{"K-49999": [1]}""", $"{{{keys}}}").Fields[0].DidYouMean.ShouldBe("k49999");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1} x")]
    public void What_is_no_event_is_refused(string text) =>
        Should.Throw<EventSyntaxException>(() => ExplainedEvent.Read(Encoding.UTF8.GetBytes(text)));

    private static Explanation Explain(string pattern, string @event)
    {
        var compiled = Compile(pattern);
        var utf8 = Encoding.UTF8.GetBytes(@event);
        var explanation = ExplainedEvent.Read(utf8).Explain(compiled);
        explanation.Matched.ShouldBe(compiled.Matches(utf8));
        return explanation;
    }

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{text}: {error}");
}
