using Quell.Engine.Json;
using Quell.Engine.Topics;

namespace Quell.Engine.Tests.Topics;

/// <summary>
/// Cases after the SNS developer guide: "String value matching", "Numeric value matching", "Key matching", "AND/OR logic",
/// "Filter policy constraints".
/// </summary>
public sealed class FilterPolicyTests
{
    public static TheoryData<string> Names() => [.. Cases().Select(each => each.String("name")!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decides_as_the_documentation_says(string name)
    {
        var data = Cases().Single(each => each.String("name") == name);
        var isCompiled = FilterPolicy.TryCompile(data["policy"]!.ToString(), data.String("scope") == "body", out var policy, out var error);
        if (data.String("error") is { } expected)
        {
            isCompiled.ShouldBeFalse();
            error.ShouldNotBeNull().ShouldStartWith(expected);
            return;
        }

        isCompiled.ShouldBeTrue(error);
        policy!.Accepts(data.String("body") ?? "text", Attributes(data.Object("attributes"))).ShouldBe(data.Bool("accepts")!.Value);
    }

    [Fact]
    public void What_is_not_json_is_refused_with_the_place() =>
        (FilterPolicy.TryCompile("{\"a\":", false, out _, out var error) ? null : error).ShouldNotBeNull().ShouldStartWith("failed to parse JSON: ");

    private static JsonObject? Attributes(JsonObject? given) => given is null ? null : JsonObject.From(
        ((IEnumerable<KeyValuePair<string, JsonValue>>)given).Select(each => KeyValuePair.Create(each.Key, (JsonValue)JsonObject.Of(
            ("DataType", ((JsonArray)each.Value)[0]), ("StringValue", ((JsonArray)each.Value)[1])))));

    private static IEnumerable<JsonObject> Cases() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Topics", "Cases", "filter-policies.jsonl"))
            .Select(line => (JsonObject)JsonValue.Parse(line));
}
