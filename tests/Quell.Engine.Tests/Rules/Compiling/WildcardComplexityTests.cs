using System.Text;
using Quell.Engine.Rules.Compiling;

namespace Quell.Engine.Tests.Rules.Compiling;

public sealed class WildcardComplexityTests
{
    [Theory]
    [InlineData("abc", 0)]
    [InlineData("abc*", 1)]
    [InlineData("*abc", 2)]
    [InlineData("*aaa", 4)]
    [InlineData("*abab*", 4 - 1 + 1)]
    public void Counts_the_stars_and_what_repeats_behind_them(string wildcard, int complexity) =>
        WildcardComplexity.Of([.. wildcard.Split('*').Select(Encoding.UTF8.GetBytes)]).ShouldBe(complexity);

    [Fact]
    public void Allows_what_people_write() =>
        Should.NotThrow(() => WildcardComplexity.Check([.. Enumerable.Range(0, 20).Select(_ => new byte[][] { [], [1, 2, 3], [4] })]));
}
