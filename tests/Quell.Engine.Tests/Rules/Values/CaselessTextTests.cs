using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Tests.Rules.Values;

public sealed class CaselessTextTests
{
    [Theory]
    [InlineData("aBc", "AbC")]
    [InlineData("äß", "ÄSS")]
    [InlineData("\u2C65", "\u023A")]
    [InlineData("\u03B0", "\u03A5\u0308\u0301")]
    [InlineData("\u0130", "i\u0307")]
    [InlineData("😀x", "😀X")]
    public void Matches_either_case_even_where_lengths_differ(string pattern, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        new CaselessText(pattern).MatchFromStart(bytes).ShouldBe(bytes.Length);
        new CaselessText(pattern).MatchesEnd(Encoding.UTF8.GetBytes($"before {value}")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("abc", "ab")]
    [InlineData("abc", "abd")]
    [InlineData("ss", "ß")]
    public void Matches_nothing_else(string pattern, string value)
    {
        new CaselessText(pattern).MatchFromStart(Encoding.UTF8.GetBytes(value)).ShouldBe(-1);
        new CaselessText(pattern).MatchesEnd(Encoding.UTF8.GetBytes(value)).ShouldBeFalse();
    }
}
