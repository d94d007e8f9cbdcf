namespace Quell.Mail;

/// <summary>Whether a connection to an SMTP server is encrypted.</summary>
internal enum SmtpTls
{
    /// <summary>In the clear.</summary>
    None,

    /// <summary>By STARTTLS (RFC 3207), or not at all: a server that does not offer it gets no mail.</summary>
    StartTls,
}
