using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Tests.Rules.Values;

public sealed class ComparableNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("300", 300)]
    [InlineData("3.0e2", 300)]
    [InlineData("30000E-2", 300)]
    [InlineData("0.000033", 0.000033)]
    [InlineData("27.807807921694092", 27.807807921694092)]
    [InlineData("1E-320", 1E-320)]
    [InlineData("1.7976931348623157E308", double.MaxValue)]
    [InlineData("100000000000000000000", 1e20)]
    public void Takes_what_a_double_holds_without_loss(string text, double value)
    {
        ComparableNumber.TryParse(Encoding.ASCII.GetBytes(text), out var number).ShouldBeTrue();
        number.ShouldBe(value);
    }

    [Theory]
    [InlineData("2.0e422")]
    [InlineData("1E-325")]
    [InlineData("0.12345678901234567890")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("9007199254740993")]
    public void Leaves_what_a_double_would_change(string text) =>
        ComparableNumber.TryParse(Encoding.ASCII.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void Takes_numbers_of_any_length_in_bounded_time() =>
        ComparableNumber.TryParse(Encoding.ASCII.GetBytes($"0.{new string('0', 400)}1"), out _).ShouldBeFalse();
}
