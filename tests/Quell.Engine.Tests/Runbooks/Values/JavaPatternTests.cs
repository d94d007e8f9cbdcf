using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

public class JavaPatternTests
{
    [Theory]
    [InlineData(@"^role\/[\w-\/.@+=,]{1,20}$", "role/a-b/c", true)]
    [InlineData(@"^role\/[\w-\/.@+=,]{1,20}$", "role/a b", false)]
    [InlineData(@"^\p{Alpha}+$", "abc", true)]
    [InlineData(@"^\p{Alpha}+$", "ab1", false)]
    [InlineData(@"^[\p{Digit}x]+$", "12x", true)]
    [InlineData(@"^a++b?+$", "aab", true)]
    [InlineData(@"^a\++$", "a++", true)]
    [InlineData(@"^\h$", "\t", true)]
    [InlineData(@"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF]{1,4}$", "a😀", true)]
    [InlineData(@"^(?:key/(?i:[0-9a-f]{8}))$", "key/ABCDEF01", true)]
    [InlineData(@"(?=^.{3,6}$)(?!^(\d+\.)+\d+$)[a-z.]+", "abc", true)]
    public void Reads_what_documents_write_in_javas_way(string pattern, string text, bool matches)
    {
        JavaPattern.Compile(pattern, out var wrong).ShouldNotBeNull().IsMatch(text).ShouldBe(matches);
        wrong.ShouldBeNull();
    }

    [Theory]
    [InlineData("(a", "a parenthesis is not closed")]
    [InlineData("a)", "a parenthesis is not opened")]
    [InlineData("[a", "a bracket is not closed")]
    [InlineData("*a", "a quantifier stands after nothing")]
    [InlineData("a\\", "it ends with a backslash")]
    public void Says_what_is_wrong_in_any_language(string pattern, string message)
    {
        JavaPattern.Compile(pattern, out var wrong).ShouldBeNull();
        wrong.ShouldBe(message);
    }

    [Theory]
    [InlineData(@"[a-z&&[^b]]\G")]
    [InlineData(@"\p{javaLowerCase}")]
    public void Does_not_call_wrong_what_only_java_has(string pattern)
    {
        JavaPattern.Compile(pattern, out var wrong);
        wrong.ShouldBeNull();
    }
}
