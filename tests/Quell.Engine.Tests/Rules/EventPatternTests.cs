using System.Text;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

public sealed class EventPatternTests
{
    [Theory]
    [InlineData("{\"a\":[300]}", "{\"a\":3.0e2}", true)]
    [InlineData("{\"a\":[300]}", "{\"a\":\"300\"}", false)]
    [InlineData("{\"a\":[123456789012345678901234567890]}", "{\"a\":123456789012345678901234567890}", true)]
    [InlineData("{\"a\":[123456789012345678901234567890]}", "{\"a\":123456789012345678901234567891}", false)]
    [InlineData("{\"a\":[null]}", "{\"a\":null}", true)]
    [InlineData("{\"a\":[null]}", "{}", false)]
    [InlineData("{\"a\":[{\"exists\":false}]}", "{\"a\":[]}", true)]
    [InlineData("{\"a\":[{\"exists\":false}]}", "{\"a\":{\"b\":1}}", true)]
    [InlineData("{\"a\":[{\"exists\":true}]}", "{\"a\":null}", true)]
    [InlineData("{\"a\":{\"b\":[1]}}", "{\"a.b\":1}", true)]
    [InlineData("{\"a.b\":[1]}", "{\"a\":{\"b\":1}}", true)]
    [InlineData("{\"a\":[\"x\"]}", "{\"a\":\"y\",\"a\":\"x\"}", true)]
    [InlineData("{\"\\u0061\":[\"\\u0078\"]}", "{\"a\":\"x\"}", true)]
    [InlineData("{\"a\":[\"😀\"]}", "{\"a\":\"\\ud83d\\ude00\"}", true)]
    [InlineData("{\"a\":[{\"wildcard\":\"x\\\\*y\\\\\\\\*\"}]}", "{\"a\":\"x*y\\\\z\"}", true)]
    [InlineData("{\"a\":[{\"wildcard\":\"x\\\\*y\"}]}", "{\"a\":\"xzy\"}", false)]
    [InlineData("{\"a\":[{\"equals-ignore-case\":\"straße\"}]}", "{\"a\":\"STRASSE\"}", true)]
    [InlineData("{\"a\":[{\"prefix\":{\"equals-ignore-case\":\"ÄB\"}}]}", "{\"a\":\"äbc\"}", true)]
    [InlineData("{\"a\":[{\"cidr\":\"2001:db8::/32\"}]}", "{\"a\":\"2001:0db8:0:0::1\"}", true)]
    [InlineData("{\"a\":[{\"cidr\":\"10.0.0.0/8\"}]}", "{\"a\":\"::1\"}", false)]
    [InlineData("{\"a\":[\"::1\"]}", "{\"a\":\"0:0:0:0:0:0:0:1\"}", true)]
    [InlineData("{\"a\":[{\"anything-but\":\"x\"}]}", "{\"a\":1}", true)]
    [InlineData("{\"a\":[{\"anything-but\":\"x\"}]}", "{}", false)]
    [InlineData("{\"a\":{\"b\":[1],\"c\":[2]}}", "{\"a\":[{\"b\":1,\"c\":3},{\"b\":4,\"c\":2}]}", false)]
    [InlineData("{\"a\":{\"b\":[1],\"c\":[2]}}", "{\"a\":[{\"b\":1,\"c\":3},{\"b\":1,\"c\":2}]}", true)]
    [InlineData("{\"a\":{\"b\":[1],\"c\":[{\"exists\":false}]}}", "{\"a\":[{\"b\":1},{\"c\":2}]}", true)]
    public void Matches_as_the_documentation_says(string pattern, string text, bool matches) =>
        Compile(pattern).Matches(Encoding.UTF8.GetBytes(text)).ShouldBe(matches);

    [Theory]
    [InlineData("{\"a\":1}", "\"a\" must be an object or an array\n at [Source: (String)\"{\"a\":1}\"; line: 1, column: 7]")]
    [InlineData("{\"a\":[]}", "Empty arrays are not allowed\n at [Source: (String)\"{\"a\":[]}\"; line: 1, column: 8]")]
    [InlineData("{\n \"a\":{}}", "Empty objects are not allowed\n at [Source: (String)\"{\n \"a\":{}}\"; line: 2, column: 8]")]
    [InlineData("{\"a\":[{\"cidr\":\"10.0.0.0/32\"}]}", "IPv4 mask bits must be < 32")]
    [InlineData("{\"$or\":[{\"a\":[1]}]}", "There must have at least 2 Objects in $or relationship.\n at [Source: (String)\"{\"$or\":[{\"a\":[1]}]}\"; line: 1, column: 19]")]
    public void Says_what_AWS_says(string pattern, string reason)
    {
        EventPattern.TryCompile(pattern, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().Message.ShouldBe($"Event pattern is not valid. Reason: {reason}");
    }

    [Fact]
    public void Refuses_wildcards_that_explode()
    {
        var pattern = $"{{\"a\":[{{\"wildcard\":\"{string.Concat(Enumerable.Repeat("*aaaaaaaaaa", 40))}\"}}]}}";
        EventPattern.TryCompile(pattern, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().Reason.ShouldStartWith("Rule is too complex - try using fewer wildcard characters");
    }

    [Fact]
    public void Refuses_a_pattern_that_is_too_deep()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 1001)) + "[1]" + new string('}', 1001);
        EventPattern.TryCompile(deep, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().Reason.ShouldStartWith("Document nesting depth (1001) exceeds the maximum allowed (1000");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    public void Refuses_an_event_that_is_no_object(string text) =>
        Should.Throw<EventSyntaxException>(() => Compile("{\"a\":[1]}").Matches(Encoding.UTF8.GetBytes(text)));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}");
}
