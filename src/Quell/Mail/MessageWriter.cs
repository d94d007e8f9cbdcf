using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Mail;

/// <summary>Writes a mail in the Internet Message Format (RFC 5322) with MIME (RFC 2045), in ASCII with CR LF line ends.</summary>
internal static class MessageWriter
{
    /// <summary>RFC 5322, 2.1.1.</summary>
    private const int LongestLine = 998;

    /// <exception cref="ArgumentException">A further header field has a name that is none.</exception>
    public static byte[] Write(MailMessage message)
    {
        var text = new StringBuilder();
        Field("Date", message.Date.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Address("From", message.From);
        Address("To", message.To);
        Field("Message-ID", $"<{SafeId(message.Id)}@quell>");
        Field("Subject", EncodedWord.Encode(message.Subject, "Subject: ".Length));
        foreach (var (name, value) in message.Headers)
        {
            RequireName(name);
            Field(name, EncodedWord.Encode(value, name.Length + 2));
        }

        var body = WithCrLf(message.TextBody);
        var isPlain = body.All(letter => letter is >= ' ' and <= '~' or '\r' or '\n' or '\t')
            && body.Split("\r\n").All(line => line.Length <= LongestLine);
        Field("MIME-Version", "1.0");
        Field("Content-Type", isPlain ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8");
        Field("Content-Transfer-Encoding", isPlain ? "7bit" : "quoted-printable");
        text.Append("\r\n").Append(isPlain ? body : QuotedPrintable.Encode(body));

        // Only an address may hold more than ASCII (RFC 6532); whoever sends it sees to SMTPUTF8.
        return Encoding.UTF8.GetBytes(text.ToString());

        void Field(string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

        void Address(string name, MailAddress address) => Field(
            name,
            address.DisplayName is { } shown ? $"{Shown(shown, name.Length + 2)}\r\n <{address.Address}>" : address.Address);
    }

    /// <summary>The id where it can stand in a Message-ID and a file name, otherwise its hash.</summary>
    public static string SafeId(string id) =>
        id.Length is > 0 and <= 64 && id[0] != '.' && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32];

    private static string Shown(string name, int column) =>
        EncodedWord.IsPlain(name)
            ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : EncodedWord.Encode(name, column);

    private static string WithCrLf(string body)
    {
        var text = body.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        return text.EndsWith('\n') ? text : text + "\r\n";
    }

    private static void RequireName(string name)
    {
        if (name.Length == 0 || name.Any(letter => letter is <= ' ' or > '~' or ':'))
        {
            throw new ArgumentException($"'{MailAddress.Printable(name)}' cannot be the name of a header field (RFC 5322, 2.2).", nameof(name));
        }
    }
}
