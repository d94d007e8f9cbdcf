using Quell.Mail;

namespace Quell.Tests.Mail;

public sealed class MailAddressTests
{
    [Theory]
    [InlineData("ops@example.com")]
    [InlineData("a.b+tag@sub.example.com")]
    [InlineData("root@localhost")]
    [InlineData("jörg@exämple.de")]
    public void Takes_an_address(string address) => new MailAddress(address).Address.ShouldBe(address);

    [Theory]
    [InlineData("", "it has no @")]
    [InlineData("ops", "it has no @")]
    [InlineData("@example.com", "something is missing beside the @")]
    [InlineData("ops@", "something is missing beside the @")]
    [InlineData("a@b@c", "it holds a character that it may not")]
    [InlineData("a b@c", "it holds a character that it may not")]
    [InlineData("a@c\r\nRCPT TO:<evil@example.com>", "it holds a character that it may not")]
    [InlineData("a@c>", "it holds a character that it may not")]
    [InlineData("a@b,c@d", "it holds a character that it may not")]
    public void Says_what_is_wrong_with_another(string address, string fault) =>
        Should.Throw<FormatException>(() => new MailAddress(address)).Message.ShouldContain(fault);

    [Fact]
    public void Shows_a_name_on_one_line() => new MailAddress("a@b", "x\r\ny").ToString().ShouldBe("x y <a@b>");
}
