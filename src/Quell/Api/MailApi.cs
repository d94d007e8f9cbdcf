using Quell.Engine.Json;
using Quell.Mail;
using Quell.Server;

namespace Quell.Api;

/// <summary>The mail that was kept because there is no SMTP server.</summary>
internal static class MailApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var mailbox = new Mailbox(engines.Options.MailFolder);
        return
        [
            ApiRoute.Get("/mail", "The mail in the mailbox, the oldest first.", "MailList", _ => JsonObject.Of(("mail", JsonArray.From(mailbox.List().Select(ToJson))))),
            ApiRoute.Get("/mail/{id}", "One mail.", "Mail", request => mailbox.Find(request.Id) is { } mail
                ? ToJson(mail)
                : throw ApiException.NotFound($"There is no mail {request.Id}.")),
        ];
    }

    private static JsonObject ToJson(StoredMail mail) => JsonObject.Of(
        ("id", mail.Name),
        ("date", mail.Date),
        ("from", mail.From),
        ("to", mail.To),
        ("subject", mail.Subject),
        ("headers", JsonArray.From(mail.Headers.Select(header => JsonObject.Of(("name", header.Key), ("value", header.Value))))),
        ("body", mail.Body));
}
