using System.Globalization;
using System.Net;

namespace Quell.Mail;

/// <summary>Where and how mail is sent.</summary>
/// <param name="User">For AUTH; null where the server wants none.</param>
/// <param name="CaFile">PEM certificates that the server's must lead to; null for those of the system.</param>
internal sealed record SmtpOptions(
    string Host, int Port, SmtpTls Tls = SmtpTls.None, string? User = null, string? Password = null, string? CaFile = null)
{
    public const int DefaultPort = 25;

    /// <summary>Whether the server is on this machine, so that nothing goes over a wire.</summary>
    public bool IsLoopback => Host is "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[address]:port</c>.</summary>
    /// <exception cref="FormatException">It is none of these; the message says what is wrong.</exception>
    public static SmtpOptions Parse(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        var (host, rest) = end > 0 ? (text[..end], text[end..]) : (text, "");
        if (host.StartsWith('['))
        {
            host = IPAddress.TryParse(host.Trim('[', ']'), out var address)
                ? address.ToString()
                : throw Wrong($"'{host}' is not an IPv6 address in brackets");
        }
        else if (Uri.CheckHostName(host) == UriHostNameType.IPv6)
        {
            throw Wrong("an IPv6 address stands in brackets, [::1]:25");
        }
        else if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw Wrong(host.Length == 0 ? "the host is missing" : $"'{host}' is not the name of a host");
        }

        var port = DefaultPort;
        if (rest.Length > 0 && (rest[0] != ':'
            || !int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            throw Wrong($"'{rest.TrimStart(':')}' is not a port (1 to 65535)");
        }

        return new(host, port);

        FormatException Wrong(string what) =>
            new($"The SMTP server '{MailAddress.Printable(text)}' is not of the form host:port: {what}.");
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{(User is null ? "" : User + "@")}{Host}:{Port}{(Tls == SmtpTls.StartTls ? " (STARTTLS)" : "")}";
}
