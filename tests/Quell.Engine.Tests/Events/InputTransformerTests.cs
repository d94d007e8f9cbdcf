using System.Text;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Events;

/// <summary>Input transformers as data: each case names its source, mostly a page of AWS's.</summary>
public sealed class InputTransformerTests
{
    private const string Event =
        """
        {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","account":"123456789012","time":"2015-11-11T21:29:54Z","region":"us-east-1","resources":["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],"detail":{"instance-id":"i-0123456789","state":"RUNNING"}}
        """;

    private static readonly InputContext Context =
        new("arn:aws:events:us-east-2:123456789012:rule/example", "example", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static readonly JsonObject Paths = JsonObject.Of(
        ("timestamp", "$.time"), ("instance", "$.detail.instance-id"), ("state", "$.detail.state"), ("resource", "$.resources[0]"));

    private static readonly JsonObject[] Cases = [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Events", "Cases", "input-transformers.jsonl"))
        .Select(line => JsonValue.Parse(line).ShouldBeOfType<JsonObject>())];

    public static TheoryData<int, string> All
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (number, each) in Cases.Index())
            {
                data.Add(number, each.String("source") ?? "");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Requirement", "D5")]
    public void Does_what_its_source_says(int number, string source)
    {
        var given = Cases[number];
        var target = JsonObject.Of(("Id", "t"), ("InputTransformer", JsonObject.Of(
            ("InputTemplate", given.String("template")), ("InputPathsMap", given.Object("paths") ?? Paths))));

        if (!TargetInput.TryRead(target, out var input, out var error))
        {
            given.Has("error").ShouldBeTrue($"{source}: {error}");
            error.ShouldBe(given.String("error") ?? error);
            return;
        }

        given.Has("error").ShouldBeFalse(source);
        var rendered = Encoding.UTF8.GetString(input.Render(Encoding.UTF8.GetBytes(given.Object("event")?.ToString() ?? Event), Context).Span);
        if (given.String("output") is { } output)
        {
            rendered.ShouldBe(output, source);
        }
        else
        {
            JsonValue.Parse(rendered).ShouldBe(given["json"], source);
        }
    }

    [Fact]
    public void Takes_a_hundred_variables_and_no_more()
    {
        TargetInput.TryRead(Variables(100), out _, out _).ShouldBeTrue();
        TargetInput.TryRead(Variables(101), out _, out var error).ShouldBeFalse();
        error.ShouldBe("InputPathsMap for target t must not have more than 100 entries.");
    }

    private static JsonObject Variables(int count) => JsonObject.Of(("Id", "t"), ("InputTransformer", JsonObject.Of(
        ("InputTemplate", "\"<v1>\""),
        ("InputPathsMap", JsonObject.Of([.. Enumerable.Range(1, count).Select(number => ($"v{number}", (JsonValue?)"$.detail"))])))));
}
