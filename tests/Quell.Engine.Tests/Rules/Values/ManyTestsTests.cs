using System.Text;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules.Values;

public sealed class ManyTestsTests
{
    private static readonly string[] Others =
    [
        "\"text\"", "5", "null", "\"10.0.0.1\"", "123456789012345678901234567890", "{\"prefix\":\"pre\"}", "{\"suffix\":\"post\"}",
        "{\"prefix\":{\"equals-ignore-case\":\"Ab\"}}", "{\"suffix\":{\"equals-ignore-case\":\"Yz\"}}", "{\"equals-ignore-case\":\"Whole\"}",
        "{\"equals-ignore-case\":\"Straße\"}", "{\"wildcard\":\"w*d\"}", "{\"numeric\":[\">\",10,\"<\",20]}", "{\"cidr\":\"10.1.0.0/16\"}",
        "{\"cidr\":\"2001:db8::/32\"}",
    ];

    [Theory]
    [InlineData("\"text\"", true)]
    [InlineData("\"texts\"", false)]
    [InlineData("5.0", true)]
    [InlineData("\"5\"", false)]
    [InlineData("null", true)]
    [InlineData("true", false)]
    [InlineData("\"10.0.0.1\"", true)]
    [InlineData("\"10.0.0.2\"", false)]
    [InlineData("123456789012345678901234567890", true)]
    [InlineData("123456789012345678901234567891", false)]
    [InlineData("\"prefix\"", true)]
    [InlineData("\"a post\"", true)]
    [InlineData("\"aBc\"", true)]
    [InlineData("\"xyZ\"", true)]
    [InlineData("\"wHOLE\"", true)]
    [InlineData("\"wHOLEs\"", false)]
    [InlineData("\"STRASSE\"", true)]
    [InlineData("\"weird\"", true)]
    [InlineData("\"weirdo\"", false)]
    [InlineData("19.5", true)]
    [InlineData("20", false)]
    [InlineData("15.000000000000000000000000001", false)]
    [InlineData("\"10.1.2.3\"", true)]
    [InlineData("\"2001:db8::5\"", true)]
    [InlineData("\"2001:db9::5\"", false)]
    public void Many_tests_accept_what_one_of_them_accepts(string value, bool isAccepted)
    {
        // Alone, and where the field is read from array elements.
        var alone = Compile($"{{\"a\":[{string.Join(',', Others)}]}}");
        Matches(alone, $"{{\"a\":{value}}}").ShouldBe(isAccepted);
        var joined = Compile($"{{\"a\":{{\"b\":[{string.Join(',', Others)}],\"c\":[1]}}}}");
        Matches(joined, $"{{\"a\":[{{\"c\":2}},{{\"b\":{value},\"c\":1}}]}}").ShouldBe(isAccepted);
        Others.Any(test => Matches(Compile($"{{\"a\":[{test}]}}"), $"{{\"a\":{value}}}")).ShouldBe(isAccepted);
    }

    [Theory]
    [InlineData("{0}", "{0}")]
    [InlineData("\"v{0}\"", "\"w{0}\"")]
    [InlineData("{{\"prefix\":\"v{0}\"}}", "\"w{0}\"")]
    [InlineData("{{\"suffix\":{{\"equals-ignore-case\":\"v{0}\"}}}}", "\"{0}w\"")]
    [InlineData("{{\"numeric\":[\">\",{0},\"<\",{0}.5]}}", "{0}")]
    public void An_event_of_many_values_is_held_against_many_tests_in_one_walk(string test, string value)
    {
        var pattern = Compile($"{{\"a\":[{Many(test, 1_000_000, 10_000)}]}}");
        Matches(pattern, $"{{\"a\":[{Many(value, 0, 60_000)}]}}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("{{\"anything-but\":[{0}]}}", "{0}", "{0}")]
    [InlineData("{{\"anything-but\":{{\"prefix\":[{0}]}}}}", "\"v{0}\"", "\"v{0}\"")]
    public void An_event_of_many_values_is_held_against_many_refusals_in_one_walk(string test, string refused, string value)
    {
        var pattern = Compile($"{{\"a\":[{test.Replace("{{", "{").Replace("}}", "}").Replace("{0}", Many(refused, 0, 10_000))}]}}");
        Matches(pattern, $"{{\"a\":[{string.Join(',', Enumerable.Repeat(Many(value, 0, 10_000), 6))}]}}").ShouldBeFalse();
        Matches(pattern, $"{{\"a\":[{Many(value, 0, 10_000)},true]}}").ShouldBeTrue();
    }

    private static string Many(string format, int from, int count) => string.Join(',', Enumerable.Range(from, count)
        .Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, number)));

    private static bool Matches(EventPattern pattern, string @event) => pattern.Matches(Encoding.UTF8.GetBytes(@event));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}");
}
