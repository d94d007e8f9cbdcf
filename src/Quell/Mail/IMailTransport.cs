namespace Quell.Mail;

/// <summary>The way out for mail.</summary>
internal interface IMailTransport
{
    /// <summary>Returns when the mail is in the receiver's hands. Sending the same mail again is allowed.</summary>
    /// <exception cref="MailException">It was not taken, or nobody knows.</exception>
    Task SendAsync(MailMessage message, CancellationToken cancellationToken);
}
