namespace Quell.Mail;

/// <summary>A mail of plain text to one recipient.</summary>
/// <param name="Subject">Any text; it is sent on one line.</param>
/// <param name="TextBody">Any text, with any line ends.</param>
/// <param name="Headers">Further header fields; the name is one of RFC 5322's, the value any text, sent on one line.</param>
/// <param name="Id">
/// Names the mail across attempts to send it: the same id gives the same <c>Message-ID</c>, by which a receiver knows a repeat.
/// </param>
internal sealed record MailMessage(
    MailAddress From, MailAddress To, string Subject, string TextBody, IReadOnlyList<KeyValuePair<string, string>> Headers,
    DateTimeOffset Date, string Id);
