using Quell.Mail;

namespace Quell.Tests.Mail;

internal static class Some
{
    public static MailMessage Mail(
        string subject = "A VPC was created", string body = "Hello\n", string to = "ops@example.com", string id = "mail-1",
        params KeyValuePair<string, string>[] headers) => new(
            new("no-reply@sns.amazonaws.com", "AWS Notifications"), new(to), subject, body, headers,
            new(2026, 11, 20, 16, 5, 6, TimeSpan.FromHours(1)), id);
}
