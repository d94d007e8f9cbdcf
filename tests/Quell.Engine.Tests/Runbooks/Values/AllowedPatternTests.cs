using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

/// <summary>Patterns as documents have them, which are Java's (java.util.regex.Pattern).</summary>
public sealed class AllowedPatternTests
{
    [Theory]
    [InlineData("^i-[0-9a-f]{8,17}$", "i-0123456789abcdef0", true)]
    [InlineData("^i-[0-9a-f]{8,17}$", "i-0123", false)]
    [InlineData("db-[A-Z]{3}", "x-db-ABC", false)]
    [InlineData("^$|^arn:.*$", "", true)]
    [InlineData(@"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF]{1,255}$", "x-1", true)]
    [InlineData(@"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF]{1,255}$", "a😀b", true)]
    [InlineData(@"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF]{1,255}$", "\u0001", false)]
    [InlineData("[a-z]++[0-9]*+", "abc12", true)]
    [InlineData("[a+*?+]{2}+", "+*", true)]
    [InlineData(@"\p{Alpha}+[\p{Digit}_-]*", "ab1_", true)]
    [InlineData(@"\p{Alpha}+", "1", false)]
    [InlineData(@"\p{L}+\.\d", "é.1", true)]
    [InlineData(@"a\h+b", "a \tb", true)]
    [InlineData(@"a\\+b", @"a\\b", true)]
    [InlineData("(?=.*[0-9])[a-z0-9]+", "a1", true)]
    [InlineData("(?=.*[0-9])[a-z0-9]+", "ab", false)]
    public void Holds_a_value_against_a_pattern(string pattern, string text, bool matches) => AllowedPattern.Matches(pattern, text).ShouldBe(matches);

    [Theory]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData(@"a\")]
    public void Says_what_is_no_pattern(string pattern) => Should.Throw<ArgumentException>(() => AllowedPattern.Matches(pattern, "a"));

    [Fact]
    public void Any_text_is_a_pattern_or_said_to_be_none() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(
            Gen.Elements("a", "[", "]", "(", ")", "\\", "\\p{Alpha}", "\\uD800\\uDC00-\\uDBFF\\uDFFF", "+", "*", "{2}", "-", "^", "|", "é").ListOf().Select(string.Concat).ToArbitrary(),
            pattern =>
            {
                try
                {
                    AllowedPattern.Matches(pattern, "aa");
                }
                catch (ArgumentException)
                {
                    // The one answer besides yes and no.
                }
            }));
}
