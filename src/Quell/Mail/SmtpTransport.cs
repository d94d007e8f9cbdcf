using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Quell.Mail;

/// <summary>Sends each mail over a connection of its own to an SMTP server (RFC 5321).</summary>
/// <remarks>
/// A client of its own, because <c>System.Net.Mail.SmtpClient</c> writes messages itself and cannot time out by
/// <see cref="TimeProvider"/> or say what the server offered.
/// </remarks>
internal sealed class SmtpTransport(SmtpOptions options, TimeProvider time) : IMailTransport
{
    /// <summary>For the whole conversation.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="MailException">
    /// Transient when the server cannot be reached, breaks off, takes too long or answers 4yz; permanent when it answers 5yz,
    /// its certificate is not trusted, or it does not offer what the options or the addresses need.
    /// </exception>
    public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var connection = await SmtpConnection.OpenAsync(options, both.Token);
            await TalkAsync(connection, message, both.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure($"did not finish within {Timeout.TotalSeconds} seconds", isTransient: true, late);
        }
        catch (AuthenticationException untrusted)
        {
            throw Failure($"cannot be trusted: {untrusted.Message}", isTransient: false, untrusted);
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            throw Failure($"cannot be reached or broke off: {broken.Message}", isTransient: true, broken);
        }
    }

    private async Task TalkAsync(SmtpConnection connection, MailMessage message, CancellationToken cancellationToken)
    {
        if (options.Tls == SmtpTls.StartTls)
        {
            await connection.StartTlsAsync(cancellationToken);
        }

        if (options.User is not null)
        {
            await LogInAsync(connection, options.User, options.Password ?? "", cancellationToken);
        }

        var needsUtf8 = !Ascii.IsValid(message.From.Address + message.To.Address);
        if (needsUtf8 && !connection.Offers("SMTPUTF8"))
        {
            throw Failure("does not take addresses beyond ASCII (SMTPUTF8)", isTransient: false);
        }

        await connection.CommandAsync($"MAIL FROM:<{message.From.Address}>{(needsUtf8 ? " SMTPUTF8" : "")}", 2, null, cancellationToken);
        await connection.CommandAsync($"RCPT TO:<{message.To.Address}>", 2, null, cancellationToken);
        await connection.CommandAsync("DATA", 3, null, cancellationToken);
        await connection.SendDataAsync(MessageWriter.Write(message), cancellationToken);
        await connection.QuitAsync(cancellationToken);
    }

    private async Task LogInAsync(SmtpConnection connection, string user, string password, CancellationToken cancellationToken)
    {
        if (!connection.IsEncrypted && !options.IsLoopback)
        {
            throw Failure("would get the password in the clear; turn STARTTLS on", isTransient: false);
        }

        if (connection.Offers("AUTH", "PLAIN"))
        {
            await connection.CommandAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", 2, "AUTH", cancellationToken);
        }
        else if (connection.Offers("AUTH", "LOGIN"))
        {
            await connection.CommandAsync("AUTH LOGIN", 3, null, cancellationToken);
            await connection.CommandAsync(Base64(user), 3, "AUTH", cancellationToken);
            await connection.CommandAsync(Base64(password), 2, "AUTH", cancellationToken);
        }
        else
        {
            throw Failure("offers neither AUTH PLAIN nor AUTH LOGIN", isTransient: false);
        }
    }

    private MailException Failure(string what, bool isTransient, Exception? inner = null) =>
        new($"The SMTP server {options.Host}:{options.Port} {what}.", isTransient, inner: inner);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
