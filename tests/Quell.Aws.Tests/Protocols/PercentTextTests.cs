using Quell.Aws.Protocols;

namespace Quell.Aws.Tests.Protocols;

public class PercentTextTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("/a/b", true)]
    [InlineData("%C3%BC", true)]
    [InlineData("a%20b%2F%00", true)]
    [InlineData("%E6%97%A5%E6%9C%AC", true)]
    [InlineData("%", false)]
    [InlineData("%2", false)]
    [InlineData("%zz", false)]
    [InlineData("%ff", false)]
    [InlineData("%C3", false)]
    [InlineData("%C3x%BC", false)]
    [InlineData("%ED%A0%80", false)]
    public void Escapes_are_hex_and_what_they_hold_is_UTF_8(string text, bool isWellFormed) =>
        PercentText.IsWellFormed(text).ShouldBe(isWellFormed);

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_no_form()
    {
        PercentText.Read([0x61, 0xff]).ShouldBeNull();
        PercentText.Read("a=%C3%BC"u8).ShouldBe("a=%C3%BC");
    }
}
