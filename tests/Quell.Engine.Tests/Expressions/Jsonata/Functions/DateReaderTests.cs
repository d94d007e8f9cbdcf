namespace Quell.Engine.Tests.Expressions.Jsonata.Functions;

/// <summary>Reading times by pictures.</summary>
public sealed class DateReaderTests
{
    [Theory]
    [InlineData("2018-3", "[Y]-[M]", "2018-03-01T00:00:00.000Z")]
    [InlineData("20180203T101112", "[Y0001][M01][D01]T[H01][m01][s01]", "2018-02-03T10:11:12.000Z")]
    [InlineData("4/4/2018 12:06 am", "[D1]/[M1]/[Y0001] [h]:[m] [P]", "2018-04-04T00:06:00.000Z")]
    [InlineData("MARCH 2018", "[MN] [Y]", "2018-03-01T00:00:00.000Z")]
    [InlineData("Thu Jan 04 2018", "[FNn,3-3] [MNn,3-3] [D01] [Y0001]", "2018-01-04T00:00:00.000Z")]
    [InlineData("one hundred and twelfth 2018", "[dwo] [Y]", "2018-04-22T00:00:00.000Z")]
    [InlineData("2018-100 10:11", "[Y]-[d] [H]:[m]", "2018-04-10T10:11:00.000Z")]
    [InlineData("2018-02-31", "[Y]-[M]-[D]", "2018-03-03T00:00:00.000Z")]
    [InlineData("2018-03-27 10:11:12.5", "[Y]-[M]-[D] [H]:[m]:[s].[f]", "2018-03-27T10:11:12.500Z")]
    [InlineData("2018-03-27 10:11:12 -0530", "[Y]-[M]-[D] [H]:[m]:[s] [Z0101]", "2018-03-27T15:41:12.000Z")]
    [InlineData("2018-03-27 10:11:12 GMT+05:30", "[Y]-[M]-[D] [H]:[m]:[s] [z]", "2018-03-27T04:41:12.000Z")]
    public void Reads_a_time_by_its_picture(string text, string picture, string expected) =>
        Evaluating.Of($"$toMillis('{text}', '{picture}') ~> $fromMillis()").ShouldBe($"\"{expected}\"");

    [Fact]
    public void What_is_greater_than_all_that_is_given_is_that_of_now() =>
        Evaluating.Of("$fromMillis($toMillis('5', '[D]'), '[Y]-[M]-05') = $now('[Y]-[M]-05')").ShouldBe("true");

    [Theory]
    [InlineData("Hello", "[Y]", "undefined")]
    [InlineData("Foo 2018", "[MNn] [Y]", "undefined")]
    [InlineData("99999999", "[Y]", "undefined")]
    [InlineData("2018 10", "[Y] [H]", "D3136")]
    [InlineData("2018-W10", "[X]-W[W]", "D3136")]
    [InlineData("2018", "[q]", "D3132")]
    [InlineData("2018", "[Y", "D3135")]
    [InlineData("2018", "[YN]", "D3133")]
    [InlineData("2018", "[Yx]", "D3130")]
    public void Says_what_does_not_go(string text, string picture, string expected) => Evaluating.Of($"$toMillis('{text}', '{picture}')").ShouldBe(expected);

    [Theory]
    [InlineData("2018-01-01T10:00:00+0530", "1514781000000")]
    [InlineData("2018-02-30", "1519948800000")]
    [InlineData("2018-01-01T24:00:00Z", "1514851200000")]
    [InlineData("0001-01-01", "-62135596800000")]
    [InlineData("2018-13", "D3110")]
    [InlineData("2018-01-01 10:00:00", "D3110")]
    public void Reads_ISO_8601_without_a_picture(string text, string expected) => Evaluating.Of($"$toMillis('{text}')").ShouldBe(expected);
}
