using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

public class SelectorTests
{
    [Theory]
    [InlineData("$.a.b", "1")]
    [InlineData("a.b", "1")]
    [InlineData(" $.a.b ", "1")]
    [InlineData("$", """{"a":{"b":1}}""")]
    public void The_root_may_be_left_out(string selector, string found) =>
        Selector.Parse(selector).Find(new() { Input = JsonValue.Parse("""{"a":{"b":1}}""") }).ShouldNotBeNull().ToString().ShouldBe(found);

    [Fact]
    public void What_is_no_path_is_told()
    {
        Selector.TryParse("$.a[", out var path, out var error).ShouldBeFalse();
        path.ShouldBeNull();
        error.ShouldNotBeNull();
    }
}
