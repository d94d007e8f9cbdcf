using Quell.Sandbox.Network;

namespace Quell.Sandbox.Tests.Network;

public sealed class CidrBlockTests
{
    [Theory]
    [InlineData("10.0.0.0/16", "10.0.0.0/16")]
    [InlineData("100.68.0.18/18", "100.68.0.0/18")]
    [InlineData("255.255.255.255/0", "0.0.0.0/0")]
    [InlineData("1.2.3.4/32", "1.2.3.4/32")]
    [InlineData("2001:DB8::1/32", "2001:db8::/32")]
    [InlineData("::/0", "::/0")]
    [InlineData("::1/128", "::1/128")]
    public void Blocks_are_read_into_their_canonical_form(string text, string canonical)
    {
        CidrBlock.TryParse(text, out var block).ShouldBeTrue();
        block.ToString().ShouldBe(canonical);
        CidrBlock.Parse(canonical).ShouldBe(block);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0/16")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("010.0.0.0/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("10.0.0.256/8")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("[::1]/128")]
    [InlineData("::/129")]
    [InlineData("10.0.0.0/8/8")]
    public void What_is_no_block_is_not_read(string text) => CidrBlock.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true, true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", false, true)]
    [InlineData("10.0.0.0/9", "10.128.0.0/9", false, false)]
    [InlineData("::/0", "fd00::/8", true, true)]
    [InlineData("::/0", "10.0.0.0/8", false, false)]
    [InlineData("0.0.0.0/0", "255.255.255.255/32", true, true)]
    public void Blocks_contain_and_overlap(string one, string other, bool contains, bool overlaps)
    {
        CidrBlock.Parse(one).Contains(CidrBlock.Parse(other)).ShouldBe(contains);
        CidrBlock.Parse(one).Overlaps(CidrBlock.Parse(other)).ShouldBe(overlaps);
    }

    [Fact]
    public void Addresses_are_counted_from_the_first()
    {
        var block = CidrBlock.Parse("10.0.1.0/24");
        block.Size.ShouldBe((UInt128)256);
        block.AddressAt(4).ShouldBe("10.0.1.4");
        block.Contains("10.0.1.255").ShouldBeTrue();
        block.Contains("10.0.2.0").ShouldBeFalse();
        CidrBlock.Parse("fd00::/64").AddressAt(1).ShouldBe("fd00::1");
    }
}
