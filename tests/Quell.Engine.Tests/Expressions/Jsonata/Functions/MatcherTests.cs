namespace Quell.Engine.Tests.Expressions.Jsonata.Functions;

/// <summary>Functions in the place of regexes, and regexes in the place of functions.</summary>
public sealed class MatcherTests
{
    private const string B = "function($s){{'match':'b','start':1,'end':2,'groups':['g'],'next':function(){nothing}}}";

    [Theory]
    [InlineData($"$match('abc', {B})", """{"match":"b","index":1,"groups":["g"]}""")]
    [InlineData($"$contains('abc', {B})", "true")]
    [InlineData($"$split('abc', {B})", """["a","c"]""")]
    [InlineData($"$replace('abc', {B}, '<$0$1>')", "\"a<bg>c\"")]
    [InlineData("$match('abc', function($s){nothing})", "undefined")]
    [InlineData("$match('abc', function($s){5})", "T1010")]
    [InlineData("$split('abc', $uppercase)", "T1010")]
    [InlineData("$replace('abc', function($s){{'match':'b','start':9,'end':-9,'groups':[],'next':function(){nothing}}}, 'x')", "\"abcx\"")]
    [InlineData("/a/('banana').next().start", "3")]
    [InlineData("/a/('banana').next().next().next()", "undefined")]
    [InlineData("$match('a', /a*?/)", "D1004")]
    public void A_function_matches_as_a_regex_does(string text, string expected) => Evaluating.Of(text).ShouldBe(expected);
}
