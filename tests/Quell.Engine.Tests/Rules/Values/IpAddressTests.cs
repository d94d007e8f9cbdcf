using Quell.Engine.Rules.Values;

namespace Quell.Engine.Tests.Rules.Values;

public sealed class IpAddressTests
{
    [Theory]
    [InlineData("10.0.0.1", "010.0.0.1")]
    [InlineData("::1", "0:0:0:0:0:0:0:1")]
    [InlineData("2001:DB8::ff00:42:8329", "2001:0db8:0000:0000:0000:ff00:0042:8329")]
    [InlineData("::ffff:a00:1", "10.0.0.1")]
    public void Knows_one_address_in_all_its_forms(string one, string other)
    {
        IpAddress.TryParse(one, out var first).ShouldBeTrue();
        IpAddress.TryParse(other, out var second).ShouldBeTrue();
        first.ShouldBe(second);
    }

    [Theory]
    [InlineData("")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("99999999999999999999.1.1.1")]
    [InlineData("1:2:3")]
    [InlineData("1::2::3")]
    [InlineData("fe80::1%eth0")]
    [InlineData("localhost")]
    public void Takes_nothing_else_for_one(string text) => IpAddress.TryParse(text, out _).ShouldBeFalse();
}
