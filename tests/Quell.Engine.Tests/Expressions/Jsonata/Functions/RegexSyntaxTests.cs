using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Jsonata.Functions;

/// <summary>Regexes mean what ECMAScript means by them.</summary>
public sealed class RegexSyntaxTests
{
    [Theory]
    [InlineData("abc\n", "c$", null)]
    [InlineData("a\nb", "a$", null)]
    [InlineData("\u0663", @"\d", null)]
    [InlineData("5x-", @"[\d\-x]+", "5x-")]
    [InlineData("-", @"[\d-x]", "-")]
    [InlineData("\u00e9", @"\w", null)]
    [InlineData("\u00e9", @"[\W]", "\u00e9")]
    [InlineData("\ufeff", @"\s", "\ufeff")]
    [InlineData("\u2028", ".", null)]
    [InlineData("ab", "a[^]", "ab")]
    [InlineData("ab", "[]", null)]
    [InlineData("Ab", @"\Ab", "Ab")]
    [InlineData("p{L}", @"\p{L}", "p{L}")]
    [InlineData("b]", "[a-z-[aeiou]]", "b]")]
    [InlineData("aa", @"(?<x>a)\k<x>", "aa")]
    [InlineData("S", @"\123", "S")]
    [InlineData("aa1", @"(a)\1{1}1", "aa1")]
    [InlineData("foobar", "foo(?=bar)", "foo")]
    [InlineData("x4", @"\x4", "x4")]
    public void Finds(string text, string pattern, string? expected) =>
        Evaluating.Of($"$match($, /{pattern}/).match", text).ShouldBe(expected is null ? "undefined" : new JsonString(expected).ToString());

    [Theory]
    [InlineData("(?i)a")]
    [InlineData("(?>a)")]
    [InlineData("(?#x)a")]
    [InlineData("[c-a]")]
    [InlineData("a**")]
    public void Refuses_what_ECMAScript_does_not_have(string pattern) => Evaluating.Of($"$match('a', /{pattern}/)").ShouldBe("S0303");

    [Fact]
    public void Groups_with_names_count_with_the_others() => Evaluating.Of("$match('ab', /(?<first>a)(b)/).groups").ShouldBe("""["a","b"]""");
}
