using System.Diagnostics;
using Quell.Engine.Expressions.Jsonata;

namespace Quell.Engine.Tests.Expressions.Jsonata;

/// <summary>What would go on without end, or grow without end, ends at its limit.</summary>
public sealed class JsonataLimitsTests
{
    private static readonly JsonataLimits Limits = new() { Time = TimeSpan.FromMilliseconds(300), Depth = 1_000, Memory = 16 << 20 };

    /// <summary>The limit, with room for a machine that is busy with other things.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("($f := function($n){$f($n + 1)}; $f(0))")]
    [InlineData("($f := function($n){1 + $f($n)}; $f(0))")]
    [InlineData("($f := function($s){$f($s & $s)}; $f('abcdefgh'))")]
    [InlineData("($f := function($a){$f($append($a, $a))}; $f([1, 2]))")]
    [InlineData("$map([1..10000000], function($x){$map([1..10000000], function($y){$x})})")]
    [InlineData("[1..10000000].([1..10000000])")]
    [InlineData("[1..10000000].{'a': $}")]
    [InlineData("$sort([1..10000000])")]
    [InlineData("$sort([1..1000000], function($a, $b){$a < $b})")]
    [InlineData("$distinct([1..1000000])")]
    [InlineData("$zip([1..10000000], [1..10000000])")]
    [InlineData("$reverse([1..10000000])")]
    [InlineData("$string([1..10000000])")]
    [InlineData("$pad('', 1000000000000)")]
    [InlineData("$pad('x', 10000000, 'abc') ~> $replace('a', $pad('', 1000000, 'y'))")]
    [InlineData("[1..10000000]^(-$)")]
    [InlineData("[1..10000000]{$string($): $}")]
    [InlineData("[1..10000000][$ > 5]")]
    [InlineData("$reduce([1..10000000], function($a, $b){$a & 'x'}, '')")]
    [InlineData("$match($pad('', 80, 'a'), /^(a|aa)+(?=b)/)")]
    [InlineData("$eval('($f := function($n){$f($n)}; $f(1))')")]
    [InlineData("($m := function($s){{'match': 'a', 'start': 0, 'end': 1, 'groups': [], 'next': $m}}; $match('a', $m))")]
    [InlineData("($f := function($o){$f({'a': $o})}; $f(1))")]
    public void Ends_at_its_limit(string text)
    {
        var began = Stopwatch.GetTimestamp();
        Evaluating.Of(text, null, Limits).ShouldBeOneOf("U1001", "U1002");
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Long);
    }

    [Theory]
    [InlineData("", "(", "")]
    [InlineData("", "[", "")]
    [InlineData("", "{\"a\":", "")]
    [InlineData("1", "+1", "")]
    [InlineData("a", ".a", "")]
    [InlineData("a", "[0]", "")]
    [InlineData("a", "?a:a", "")]
    [InlineData("$f", "()", "")]
    [InlineData("a", ".%", "")]
    [InlineData("a", "^(b)", "")]
    [InlineData("a", "@$x.b", "")]
    [InlineData("", "-", "1")]
    [InlineData("", "$x:=", "1")]
    [InlineData("", "function($x){", "")]
    [InlineData("function($x)<", "s?", ">{1}")]
    [InlineData("function($x)<", "(", ">{1}")]
    [InlineData("/", "(", "/")]
    public void A_text_of_a_megabyte_is_refused_in_time(string before, string part, string after)
    {
        var text = before + string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length)) + after;
        var began = Stopwatch.GetTimestamp();
        Should.Throw<JsonataException>(() => JsonataExpression.Parse(text)).Code.ShouldNotBeEmpty();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Long);
    }

    [Fact]
    public void Many_ways_to_match_a_signature_are_not_all_tried()
    {
        var signature = string.Concat(Enumerable.Repeat("s?", 60));
        var arguments = string.Join(',', Enumerable.Repeat("'a'", 40));
        Evaluating.Of($"(function($x)<{signature}n>{{$x}})({arguments})").ShouldBe("T0410");
    }
}
