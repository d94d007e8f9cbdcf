using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Tests.Rules.Values;

public sealed class DecimalKeyTests
{
    [Theory]
    [InlineData("300", "3.0e2")]
    [InlineData("300", "300.000")]
    [InlineData("0", "-0.00e99999999999")]
    [InlineData("0.001", "1E-3")]
    [InlineData("12345678901234567", "1234567890123456.7e1")]
    [InlineData("-122.42916360922355", "-12242916360922355e-14")]
    [InlineData("100000000000000000000", "1e20")]
    public void One_value_has_one_key_however_it_is_written(string one, string other) => Key(one).ShouldBe(Key(other));

    [Theory]
    [InlineData("1e401")]
    [InlineData("1e-402")]
    [InlineData("12345678901234567891")]
    public void A_value_that_no_double_holds_may_have_none(string number) =>
        DecimalKey.TryRead(Encoding.ASCII.GetBytes(number), out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("123456789012345", true)]
    [InlineData("1234567890123456", false)]
    [InlineData("1e289", true)]
    [InlineData("1e300", false)]
    public void What_is_surely_comparable_is_known_at_once(string number, bool isKnown)
    {
        DecimalKey.TryRead(Encoding.ASCII.GetBytes(number), out _, out var isComparable).ShouldBeTrue();
        isComparable.ShouldBe(isKnown);
    }

    [Fact]
    public void Keys_sort_as_the_numbers_do() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20_000).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (one, other) = (Some(random), Some(random));
            var expected = one.CompareTo(other);
            Key(Text(one, random)).CompareTo(Key(Text(other, random))).ShouldBe(expected, $"{one:R} and {other:R}");
            DecimalKey.Of(one).ShouldBe(Key(Text(one, random)));
        }));

    private static double Some(Random random) => random.Next(4) switch
    {
        0 => random.Next(-5, 5),
        1 => Math.Round((random.NextDouble() - 0.5) * 1000, random.Next(15)),
        2 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30)),
        _ => random.Next(),
    };

    private static string Text(double number, Random random)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return random.Next(3) switch
        {
            0 when !text.Contains('E', StringComparison.Ordinal) => text.Contains('.', StringComparison.Ordinal) ? $"{text}000" : $"{text}.00",
            1 when !text.Contains('E', StringComparison.Ordinal) => $"{text}E0",
            _ => text,
        };
    }

    private static UInt128 Key(string number)
    {
        DecimalKey.TryRead(Encoding.ASCII.GetBytes(number), out var key, out _).ShouldBeTrue(number);
        return key;
    }
}
