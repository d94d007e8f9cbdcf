using Quell.Mail;

namespace Quell.Tests.Mail;

public sealed class SmtpOptionsTests
{
    [Theory]
    [InlineData("localhost:1025", "localhost", 1025)]
    [InlineData("mail.example.com", "mail.example.com", 25)]
    [InlineData("127.0.0.1:2525", "127.0.0.1", 2525)]
    [InlineData("[::1]:587", "::1", 587)]
    [InlineData("[::1]", "::1", 25)]
    public void Reads_a_server(string text, string host, int port) => SmtpOptions.Parse(text).ShouldBe(new(host, port));

    [Theory]
    [InlineData("", "the host is missing")]
    [InlineData(":25", "':25' is not the name of a host")]
    [InlineData("mail:", "'' is not a port (1 to 65535)")]
    [InlineData("mail:0", "'0' is not a port (1 to 65535)")]
    [InlineData("mail:65536", "'65536' is not a port (1 to 65535)")]
    [InlineData("mail:smtp", "'smtp' is not a port (1 to 65535)")]
    [InlineData("::1:25", "an IPv6 address stands in brackets, [::1]:25")]
    [InlineData("[mail]:25", "'[mail]' is not an IPv6 address in brackets")]
    [InlineData("smtp://mail:25", "'//mail:25' is not a port")]
    [InlineData("a b:25", "'a b' is not the name of a host")]
    [InlineData("a\r\nb:25", "is not the name of a host")]
    public void Says_what_is_wrong(string text, string message)
    {
        var error = Should.Throw<FormatException>(() => SmtpOptions.Parse(text)).Message;

        error.ShouldStartWith("The SMTP server '");
        error.ShouldContain(message);
    }

    [Fact]
    public void Never_shows_the_password() =>
        new SmtpOptions("h", 25, SmtpTls.StartTls, "user", "secret").ToString().ShouldBe("user@h:25 (STARTTLS)");
}
